const encoder = new TextEncoder();

/** The checksums of all bytes: CRC-32, as in Ethernet, gzip and PNG. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let checksum = byte;
  for (let bit = 0; bit < 8; bit++) checksum = checksum & 1 ? (checksum >>> 1) ^ 0xedb88320 : checksum >>> 1;
  return checksum;
});

/** Returns the CRC-32 of a text in UTF-8, as eight hexadecimal digits. */
export function checksumOf(text: string): string {
  let checksum = 0xffffffff;
  for (const byte of encoder.encode(text)) checksum = (checksum >>> 8) ^ table[(checksum ^ byte) & 0xff]!;
  return (~checksum >>> 0).toString(16).padStart(8, "0");
}
