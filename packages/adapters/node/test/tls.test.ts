import { type TLSSocket } from "node:tls";
import { expect } from "vitest";
import { createConnection, openConnection, type Server, startServer, type StreamReader, type StreamWriter } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { CancelledError, type Coroutine, createTask, Future, getRunningLoop, Queue, waitFor } from "asyncio-ts";
import { clientTls, serverTls } from "./certificate.ts";
import { connectTo, echo, pairOf, portOf, serve, shutDown } from "./connections.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";

const connect = (server: Server, tls: object | true, serverHostname?: string) =>
  openConnection("127.0.0.1", portOf(server), serverHostname === undefined ? { tls } : { tls, serverHostname });

/** Connects, echoes a line and closes. */
function* tryEcho(server: Server, tls: object | true, serverHostname?: string): Coroutine<TLSSocket> {
  const [reader, writer] = yield* connect(server, tls, serverHostname);
  writer.write("hello\n");
  expect(text(yield* reader.readline())).toBe("hello\n");
  writer.close();
  return writer.getExtraInfo("ssl_object") as TLSSocket;
}

// CPython: test_ssl.TestSSL.test_create_connection_ssl_failed_certificate
// CPython: test_sslproto.BaseStartTLS.test_create_connection_ssl_failed_certificate
test("a client refuses a certificate that it does not trust", function* () {
  const server = yield* serve("TLS", echo);
  expect(yield* thrown(connect(server, true))).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  yield* tryEcho(server, { rejectUnauthorized: false });
  yield* shutDown(server);
});

test("a client checks the server's name: the host, or serverHostname", function* () {
  const server = yield* serve("TLS", echo);
  yield* tryEcho(server, clientTls);
  yield* tryEcho(server, clientTls, "localhost");
  yield* tryEcho(server, clientTls, "");
  expect(yield* thrown(connect(server, clientTls, "example.com"))).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(yield* thrown(connect(server, clientTls, "127.0.0.9"))).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  yield* shutDown(server);
});

test("a server asks for a certificate, and refuses clients without one or with one that it does not trust", function* () {
  const served: unknown[] = [];
  const handler = function* (reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    served.push((writer.getExtraInfo("peercert") as { subject: { CN: string } }).subject.CN);
    yield* echo(reader, writer);
  };
  const options = { ...serverTls, requestCert: true };
  const trusting = yield* startServer(handler, "127.0.0.1", 0, { tls: { ...options, ca: clientTls.ca } });
  yield* tryEcho(trusting, { ...clientTls, ...serverTls });
  expect(served).toEqual(["localhost"]);
  const distrusting = yield* startServer(handler, "127.0.0.1", 0, { tls: options });
  for (const [server, tls] of [
    [trusting, clientTls],
    [distrusting, { ...clientTls, ...serverTls }],
  ] as const) {
    // With TLS 1.3 the client has finished its part of the handshake before the server refuses it.
    const [reader, writer] = yield* connect(server, tls);
    const error = yield* thrown(readToEnd(reader));
    expect(["ECONNRESET", "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ENDED"]).toContain(error.code);
    writer.close();
  }
  expect(served).toEqual(["localhost"]);
  yield* shutDown(trusting);
  yield* shutDown(distrusting);
});

function* readToEnd(reader: StreamReader): Coroutine<void> {
  yield* reader.read();
  throw Object.assign(new Error("the connection ended"), { code: "ENDED" });
}

test("a client that resumes its session is still authorized", function* () {
  const authorized: unknown[] = [];
  const handler = function* (reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    const socket = writer.getExtraInfo("ssl_object") as TLSSocket;
    authorized.push([socket.authorized, socket.isSessionReused()]);
    yield* echo(reader, writer);
  };
  const tls = { ...serverTls, requestCert: true, ca: clientTls.ca, maxVersion: "TLSv1.2" };
  const server = yield* startServer(handler, "127.0.0.1", 0, { tls });
  const session = (yield* tryEcho(server, { ...clientTls, ...serverTls })).getSession();
  yield* tryEcho(server, { ...clientTls, ...serverTls, session });
  expect(authorized).toEqual([
    [true, false],
    [true, true],
  ]);
  yield* shutDown(server);
});

test("the options of Node reach both sides: ALPN, SNI, versions", function* () {
  const negotiated = new Future<unknown>();
  const handler = function* (reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    const socket = writer.getExtraInfo("ssl_object") as TLSSocket & { servername?: string };
    negotiated.setResult([socket.alpnProtocol, socket.servername, socket.getProtocol()]);
    yield* echo(reader, writer);
  };
  const server = yield* startServer(handler, "127.0.0.1", 0, { tls: { ...serverTls, ALPNProtocols: ["b", "c"] } });
  const options = { ...clientTls, ALPNProtocols: ["a", "b"], maxVersion: "TLSv1.2" };
  expect((yield* tryEcho(server, options, "localhost")).alpnProtocol).toBe("b");
  expect(yield* negotiated).toEqual(["b", "localhost", "TLSv1.2"]);
  yield* shutDown(server);
});

test("TLS does not end one side alone, and the peer's end closes ours", function* () {
  const [[reader, writer], [, farWriter]] = yield* pairOf("TLS");
  expect(writer.canWriteEof()).toBe(false);
  expect(() => writer.writeEof()).toThrow("writeEof");
  farWriter.close();
  expect((yield* reader.read()).length).toBe(0);
  yield* writer.waitClosed();
  yield* farWriter.waitClosed();
});

// CPython: test_ssl.TestSSL.test_flush_before_shutdown
// CPython: test_ssl.TestSSL.test_shutdown_cleanly
// CPython: test_ssl.TestSSL.test_remote_shutdown_receives_trailing_data
// CPython: test_ssl.TestSSL.test_remote_shutdown_receives_trailing_data_on_slow_socket
test("close() over TLS delivers all that was written before, also to a peer that writes as well", function* () {
  const [[, writer], [farReader, farWriter]] = yield* pairOf("TLS");
  farWriter.write("unread");
  writer.write(new Uint8Array(1024 * 1024));
  writer.close();
  expect((yield* farReader.read()).length).toBe(1024 * 1024);
  yield* writer.waitClosed();
  yield* farWriter.waitClosed();
});

// CPython: test_sslproto.SslProtoHandshakeTests.test_get_extra_info_on_closed_connection
// CPython: test_sslproto.SslProtoHandshakeTests.test_write_after_closing
test("a closed connection over TLS still answers getExtraInfo(), and refuses writes", function* () {
  const [[, writer], [, farWriter]] = yield* pairOf("TLS");
  expect((writer.getExtraInfo("cipher") as { version: string }).version).toBe("TLSv1.3");
  writer.close();
  yield* writer.waitClosed();
  yield* farWriter.waitClosed();
  for (const name of ["cipher", "peercert", "ssl_object", "peername"]) writer.getExtraInfo(name);
  expect(() => writer.write("late")).toThrow("write() was called after close()");
});

// CPython: test_ssl.TestSSL.test_start_tls_client_buf_proto_1
// CPython: test_sslproto.BaseStartTLS.test_start_tls_client_buf_proto_1
// CPython: test_sslproto.SslProtoHandshakeTests.test_set_new_app_protocol
test("a BufferedProtocol receives over TLS, and may be replaced by another protocol", function* () {
  const buffer = new Uint8Array(5);
  const received = new Queue<string | null>();
  const server = yield* serve("TLS", echo);
  const [transport] = yield* createConnection(
    () => ({
      getBuffer: () => buffer,
      bufferUpdated: (count: number) => received.putNowait(text(buffer.subarray(0, count))),
    }),
    "127.0.0.1",
    portOf(server),
    { tls: clientTls },
  );
  transport.write("hello world");
  const parts = [yield* received.get(), yield* received.get(), yield* received.get()];
  expect(parts).toEqual(["hello", " worl", "d"]);
  transport.setProtocol({ dataReceived: (data: Uint8Array) => received.putNowait(`all: ${text(data)}`) });
  transport.write("hello world");
  expect(yield* received.get()).toBe("all: hello world");
  transport.close();
  server.close();
  yield* server.waitClosed();
});

test("abort() over TLS ends at once, although the peer does not read", function* () {
  const [[, writer], [, farWriter]] = yield* pairOf("TLS");
  farWriter.transport.pauseReading();
  writer.write(new Uint8Array(16 * 1024 * 1024));
  writer.close();
  writer.transport.abort();
  yield* writer.waitClosed();
  farWriter.transport.abort();
  yield* farWriter.waitClosed();
});

test("a handshake that is cancelled closes its socket at once", function* () {
  const ended = new Future<number>();
  const server = yield* serve("TCP", function* (reader: StreamReader, writer: StreamWriter) {
    ended.setResult((yield* reader.read()).length);
    writer.close();
  });
  const error = yield* thrown(waitFor(connect(server, clientTls), 20));
  expect(error.name).toBe("TimeoutError");
  expect(yield* ended).toBeGreaterThan(100);
  server.close();
  yield* server.waitClosed();
});

// CPython: test_ssl.TestSSL.test_ssl_handshake_connection_lost
// CPython: test_sslproto.SslProtoHandshakeTests.test_connection_lost
// CPython: test_sslproto.SslProtoHandshakeTests.test_eof_received_waiter
test("a client that does no handshake, or a wrong one, leaves a server nothing", function* (reports) {
  getRunningLoop().setDebug(true);
  const server = yield* serve("TLS", echo);
  const [, silent] = yield* openConnection("127.0.0.1", portOf(server));
  const [reader, plain] = yield* openConnection("127.0.0.1", portOf(server));
  plain.write("GET / HTTP/1.0\r\n\r\n");
  yield* thrown(readToEnd(reader));
  plain.close();
  silent.close();
  server.close();
  yield* server.waitClosed();
  const codes = reports.splice(0).map(({ exception }) => (exception as { code: string }).code);
  expect(codes.sort()).toEqual(["ECONNRESET", "ERR_SSL_HTTP_REQUEST"]);
});

// CPython: test_sslproto.SslProtoHandshakeTests.test_close_during_handshake
test("abortClients() drops handshakes that are not finished", function* () {
  const server = yield* serve("TLS", echo);
  const [reader, writer] = yield* openConnection("127.0.0.1", portOf(server));
  const [, other] = yield* connectTo(server, "TLS");
  server.close();
  server.abortClients();
  yield* server.waitClosed();
  yield* thrown(readToEnd(reader));
  writer.close();
  other.close();
});

test("wrong options of TLS are errors of the call, and close the connection", function* () {
  const server = yield* serve("TCP", echo);
  expect((yield* thrown(connect(server, { ca: 1 }))).code).toBe("ERR_INVALID_ARG_TYPE");
  expect((yield* thrown(connect(server, { minVersion: "SSLv9" }))).code).toBe("ERR_TLS_INVALID_PROTOCOL_VERSION");
  server.close();
  yield* server.waitClosed();
});

// CPython: test_ssl.TestSSL.test_start_tls_client_reg_proto_1
// CPython: test_ssl.TestSSL.test_start_tls_server_1
// CPython: test_sslproto.BaseStartTLS.test_start_tls_client_reg_proto_1
// CPython: test_sslproto.BaseStartTLS.test_start_tls_server_1
test("writer.startTls() upgrades both sides of a connection, and keeps the readers", function* () {
  const [[reader, writer], [farReader, farWriter]] = yield* pairOf("TCP");
  writer.write("STARTTLS\n");
  expect(text(yield* farReader.readline())).toBe("STARTTLS\n");
  const upgrading = createTask(farWriter.startTls({ tls: serverTls }));
  yield* writer.startTls({ tls: clientTls, serverHostname: "localhost" });
  yield* upgrading;
  expect((writer.getExtraInfo("ssl_object") as TLSSocket).encrypted).toBe(true);
  writer.write("secret\n");
  expect(text(yield* farReader.readline())).toBe("secret\n");
  farWriter.write("answer\n");
  expect(text(yield* reader.readline())).toBe("answer\n");
  writer.close();
  yield* writer.waitClosed();
  yield* farWriter.waitClosed();
});

// CPython: test_ssl.TestSSL.test_start_tls_client_corrupted_ssl
// CPython: test_sslproto.BaseStartTLS.test_start_tls_client_corrupted_ssl
test("an upgrade that fails throws, and closes both connections", function* () {
  const [[, writer], [farReader, farWriter]] = yield* pairOf("TCP");
  const upgrading = createTask(writer.startTls({ tls: clientTls, serverHostname: "localhost" }));
  expect((yield* farReader.readexactly(100)).length).toBe(100);
  farWriter.write("this is no TLS\n".repeat(10));
  expect((yield* thrown(upgrading)).code).toMatch(/^ERR_SSL_/);
  expect((yield* thrown(writer.waitClosed())).code).toMatch(/^ERR_SSL_/);
  yield* farReader.read();
  farWriter.close();
  yield* farWriter.waitClosed();
});

// CPython: test_ssl.TestSSL.test_start_tls_slow_client_cancel
// CPython: test_sslproto.BaseStartTLS.test_start_tls_slow_client_cancel
test("an upgrade that is cancelled closes the connection", function* () {
  const [[, writer], [farReader, farWriter]] = yield* pairOf("TCP");
  const upgrading = createTask(writer.startTls({ tls: clientTls, serverHostname: "localhost" }));
  expect((yield* farReader.readexactly(100)).length).toBe(100);
  upgrading.cancel();
  expect(yield* thrown(upgrading)).toBeInstanceOf(CancelledError);
  yield* farReader.read();
  farWriter.close();
  yield* farWriter.waitClosed();
  yield* writer.waitClosed();
});

// CPython: test_ssl.TestSSL.test_create_server_ssl_over_ssl
// CPython: test_sslproto.SslProtoHandshakeTests.test_close_during_ssl_over_ssl
test("startTls() works over an encrypted connection", function* () {
  const [[reader, writer], [farReader, farWriter]] = yield* pairOf("TLS");
  const upgrading = createTask(farWriter.startTls({ tls: serverTls }));
  yield* writer.startTls({ tls: clientTls, serverHostname: "localhost" });
  yield* upgrading;
  writer.write("twice secret\n");
  expect(text(yield* farReader.readline())).toBe("twice secret\n");
  farWriter.write("answer\n");
  expect(text(yield* reader.readline())).toBe("answer\n");
  writer.close();
  yield* farReader.read();
  farWriter.close();
  yield* writer.waitClosed();
  yield* farWriter.waitClosed();
});
