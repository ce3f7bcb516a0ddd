/** What one yuan has become by the end of each day, from the days' returns. */
export function growthOf(returns: readonly number[]): readonly number[] {
  let worth = 1;
  return returns.map((each) => (worth *= 1 + each));
}
