import { Future } from "asyncio-ts";
import { print } from "../harness.ts";

const future = new Future();
print(future.done());
print(future.cancelled());
future.cancel();
print(future.done());
print(future.cancelled());
