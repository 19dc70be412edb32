export type { Address, AddressInfo, Family, Network } from "./lowlevel.ts";
