// For packages that build on this one. Programs find all they need in the index.
export type { Channel, ChannelEvents } from "./channel.ts";
export { connectTransport, openTransport } from "./connect-transport.ts";
export { type ConnectionOptions, createConnection, createUnixConnection, type UnixConnectionOptions } from "./create-connection.ts";
export { createDatagramEndpoint, type DatagramEndpointOptions } from "./create-datagram-endpoint.ts";
export { createServer, createUnixServer, type ServerHost, type ServerOptions, type UnixServerOptions } from "./create-server.ts";
export { DatagramTransport } from "./datagram-transport.ts";
export { IncompleteReadError, LimitOverrunError } from "./errors.ts";
export { FlowControl } from "./flow-control.ts";
export { getaddrinfo, getnameinfo } from "./getaddrinfo.ts";
export { installNetwork, type NetworkedLoop, networkOf } from "./installed-network.ts";
export type {
  Address,
  AddressInfo,
  DatagramChannel,
  DatagramEvents,
  DatagramOptions,
  Family,
  Listener,
  ListenOptions,
  Network,
  TlsOptions,
} from "./network.ts";
export { openConnection, openUnixConnection, type StreamOptions } from "./open-connection.ts";
export { checkKnownOptions } from "./options.ts";
export type { BaseProtocol, BufferedProtocol, DatagramProtocol, Protocol } from "./protocol.ts";
export { Server } from "./server.ts";
export { startServer, startUnixServer } from "./start-server.ts";
export { startTls, type StartTlsOptions } from "./start-tls.ts";
export { type ReadableTransport, setReadBufferLimits, StreamReader } from "./stream-reader.ts";
export { type ConnectionHandler, StreamReaderProtocol } from "./stream-reader-protocol.ts";
export { StreamWriter } from "./stream-writer.ts";
export { Transport } from "./transport.ts";
