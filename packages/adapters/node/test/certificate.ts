import { generate } from "selfsigned";

const names = [
  { type: 2, value: "localhost" },
  { type: 7, ip: "127.0.0.1" },
] as const;

const made = await generate([{ name: "commonName", value: "localhost" }], {
  keyType: "ec",
  algorithm: "sha256",
  extensions: [
    { name: "basicConstraints", cA: true },
    { name: "subjectAltName", altNames: [...names] },
  ],
});

/** The options of a TLS server on this machine. */
export const serverTls = { key: made.private, cert: made.cert };

/** The options of a client that trusts it. */
export const clientTls = { ca: made.cert };
