/** The host and the port of a node. */
export type Address = readonly [host: string, port: number];

/** The addresses of all nodes of a cluster, by the names of the nodes. */
export type Members = ReadonlyMap<string, Address>;
