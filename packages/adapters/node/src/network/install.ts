import { installNetwork } from "@asyncio-ts/streams/lowlevel";
import { nodeNetwork } from "./node-network.ts";

installNetwork(nodeNetwork);
