// Sends a byte to an echo server, waits for it to come back, sends it again, and so on: `node echo-client.js PORT`.
// Prints a line after the first echo, and the longest wait in milliseconds when stdin has ended.
import { connect } from "node:net";

const socket = connect(Number(process.argv[2]), "127.0.0.1").setNoDelay();
let worst = 0;
let sent = 0;
let first = true;
let over = false;

function send() {
  sent = performance.now();
  socket.write("x");
}

socket.on("connect", send);
socket.on("data", () => {
  if (over) return;
  if (first) console.log("on its way");
  else worst = Math.max(worst, performance.now() - sent);
  first = false;
  send();
});

process.stdin.on("end", () => {
  over = true;
  // The byte that has not come back yet has waited as well.
  console.log(String(Math.max(worst, performance.now() - sent)));
  socket.end();
});
process.stdin.resume();
