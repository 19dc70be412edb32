// The jobs that the programs of the gallery run in threads. JavaScript, because Node 20 imports no TypeScript.

/**
 * Counts the prime numbers from `first` on, below `end`, and adds the numbers that it has tried to `tried`.
 *
 * @param {number} first
 * @param {number} end
 * @param {Int32Array} tried shared with the loop's thread
 */
export function countPrimes(first, end, tried) {
  let primes = 0;
  for (let n = first; n < end; n++) {
    if (isPrime(n)) primes++;
    Atomics.add(tried, 0, 1);
  }
  return primes;
}

/** @param {number} n */
function isPrime(n) {
  for (let divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor === 0) return false;
  }
  return n > 1;
}
