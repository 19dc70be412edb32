export const exit = () => { process.exit(3); };
export const oom = () => { const a=[]; for(;;) a.push(new Array(1e6).fill(Math.random())) };
export const crash = () => new Promise(() => { setTimeout(() => { throw new RangeError("boom") }, 1) });
export const echo = (x) => x;
export const fn = () => () => 1;
