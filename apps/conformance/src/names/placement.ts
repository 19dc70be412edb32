const polled = "meaningless here: hosts have no file descriptors to poll";
const socket = "meaningless here: hosts have no sockets to poll; the streams are above them";
const sendfile = "meaningless here: no host offers sendfile";
const policy = "meaningless here: policies are deprecated since 3.14; `setEventLoop` and `run(main, { loop })` choose a loop";
const registered = "meaningless here: each loop keeps the list of its tasks";
const process = "meaningless here: Node owns the pipes of a process; `createSubprocessExec` returns streams";

/** The names that are spelled differently here: the name here, and a remark that follows the package. */
export const spellings: Readonly<Record<string, { name: string; remark?: string }>> = {
  AbstractEventLoop: { name: "EventLoop" },
  AbstractServer: { name: "Server" },
  BaseEventLoop: { name: "EventLoop" },
  BaseTransport: { name: "Transport" },
  EventLoop: { name: "HostLoop", remark: ", which `newEventLoop` makes" },
  FrameCallGraphEntry: { name: "CallSite" },
  ReadTransport: { name: "Transport" },
  WriteTransport: { name: "Transport" },
  iscoroutine: { name: "isCoroutine" },
  iscoroutinefunction: { name: "isCoroutineFunction" },
  isfuture: { name: "isFuture" },
  subprocess_exec: { name: "createSubprocessExec" },
  subprocess_shell: { name: "createSubprocessShell" },
  wrap_future: { name: "fromPromise", remark: ": the futures of other code are promises" },
};

/** The names without a counterpart to import: the reason, or the place where their meaning is found. */
export const explanations: Readonly<Record<string, string>> = {
  ALL_COMPLETED: 'the string "ALL_COMPLETED" for `returnWhen` of `wait` (@asyncio-ts/tasks)',
  FIRST_COMPLETED: 'the string "FIRST_COMPLETED" for `returnWhen` of `wait` (@asyncio-ts/tasks)',
  FIRST_EXCEPTION: 'the string "FIRST_EXCEPTION" for `returnWhen` of `wait` (@asyncio-ts/tasks)',
  SelectorEventLoop: "meaningless here: the host has its own loop, and a `Driver` is all that differs",
  SendfileNotAvailableError: sendfile,
  SubprocessProtocol: process,
  SubprocessTransport: process,
  _enter_task: "meaningless here: for event loops written in C; a task enters itself",
  _get_running_loop: "`LoopCore.running()` of @asyncio-ts/loop",
  _leave_task: "meaningless here: for event loops written in C; a task leaves itself",
  _register_task: registered,
  _set_running_loop: "meaningless here: a slice sets the running loop, and nothing else may",
  _unregister_task: registered,
  add_reader: polled,
  add_writer: polled,
  connect_accepted_socket: "meaningless here: hosts do not hand out accepted sockets of their own",
  get_event_loop_policy: policy,
  remove_reader: polled,
  remove_writer: polled,
  sendfile,
  set_event_loop_policy: policy,
  shutdown_asyncgens: "meaningless here: the reader of a source closes it",
  sock_accept: socket,
  sock_connect: socket,
  sock_recv: socket,
  sock_recv_into: socket,
  sock_recvfrom: socket,
  sock_recvfrom_into: socket,
  sock_sendall: socket,
  sock_sendfile: sendfile,
  sock_sendto: socket,
};
