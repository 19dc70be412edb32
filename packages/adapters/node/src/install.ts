import { installNetwork } from "@asyncio-ts/streams/lowlevel";
import { nodeNetwork } from "./lowlevel.ts";

installNetwork(nodeNetwork);
