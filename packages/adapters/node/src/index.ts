export * from "@asyncio-ts/streams";
