export * from "@asyncio-ts/loop";
export * from "@asyncio-ts/sync";
export * from "@asyncio-ts/tasks";
