// Sends one byte after the other to an echo server, each after the echo of the byte before: `node echo-client.js PORT`.
// Prints a line after the first echo. Prints the worst latency in milliseconds after the end of stdin.
import { connect } from "node:net";

const socket = connect(Number(process.argv[2]), "127.0.0.1").setNoDelay();
let worst = 0;
let sentAt = 0;
let first = true;
let ended = false;

function send() {
  sentAt = performance.now();
  socket.write("x");
}

socket.on("connect", send);
socket.on("data", () => {
  if (ended) return;
  if (first) console.log("first echo");
  else worst = Math.max(worst, performance.now() - sentAt);
  first = false;
  send();
});

process.stdin.on("end", () => {
  ended = true;
  // The last echo may be overdue.
  console.log(String(Math.max(worst, performance.now() - sentAt)));
  socket.end();
});
process.stdin.resume();
