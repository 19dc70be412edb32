// A worker that forgets to serve its jobs.
export const jobs = {};
