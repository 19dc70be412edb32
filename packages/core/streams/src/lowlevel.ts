// For packages that build on this one. Programs find all they need in the index.
export type { Channel, ChannelEvents } from "./channel.ts";
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
