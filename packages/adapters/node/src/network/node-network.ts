import type { EventLoop } from "@asyncio-ts/tasks";
import type { Network } from "@asyncio-ts/streams/lowlevel";
import { connectTcp, connectUnix } from "./connect.ts";
import { secure } from "./handshake.ts";
import { checkHostLoop } from "./host-callback.ts";
import { getaddrinfo, getnameinfo } from "./look-up.ts";
import { openDatagram } from "./open-datagram.ts";
import { listenTcp, listenUnix } from "./socket-listener.ts";

/** The sockets of Node: TCP, TLS, Unix sockets, UDP and DNS, by node:net, node:tls, node:dgram and node:dns. */
export const nodeNetwork: Network = {
  connect(loop, address, { localAddr }) {
    return connectTcp(hostLoop("createConnection", loop), address, localAddr);
  },
  connectUnix(loop, path) {
    return connectUnix(hostLoop("createUnixConnection", loop), path);
  },
  listen(loop, address, options, accept) {
    return listenTcp(hostLoop("createServer", loop), address, options, accept);
  },
  listenUnix(loop, path, options, accept) {
    return listenUnix(hostLoop("createUnixServer", loop), path, options, accept);
  },
  secure(loop, channel, options, early) {
    return secure(hostLoop("startTls", loop), channel, options, early);
  },
  openDatagram(loop, options) {
    return openDatagram(hostLoop("createDatagramEndpoint", loop), options);
  },
  getaddrinfo(loop, host, port, { family }) {
    return getaddrinfo(hostLoop("getaddrinfo", loop), host, port, family);
  },
  getnameinfo(loop, address) {
    return getnameinfo(hostLoop("getnameinfo", loop), address);
  },
};

function hostLoop(caller: string, loop: EventLoop): EventLoop {
  checkHostLoop(caller, loop);
  return loop;
}
