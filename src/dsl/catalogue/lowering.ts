/** How an operator becomes kernel code: the kinds of code that emitters know, with what tells one operator of a kind from another. */

/** Reductions in terms of what kernels can accumulate. `N` is a node of the compiler. Each function already sees only the rows used. */
export interface ReductionBuilder<N> {
  count(): N;
  sum(x: N): N;
  mean(x: N): N;
  min(x: N): N;
  max(x: N): N;
  first(x: N): N;
  last(x: N): N;
  /** Π (1 + x) − 1. */
  compound(x: N): N;
  variance(x: N): N;
  covariance(x: N, y: N): N;
  correlation(x: N, y: N): N;
  slope(y: N, x: N): N;
  skewness(x: N): N;
  excessKurtosis(x: N): N;
  sumOfProducts(x: N, y: N): N;
  divide(a: N, b: N): N;
  sqrt(a: N): N;
}

/** A smooth function of one number. Every text must be legal, and finite, outside the domain too. */
export interface FunctionText {
  readonly kind: 'function';
  /** f(x). */
  readonly text: (x: string) => string;
  /** Where f is defined; it is missing elsewhere. */
  readonly domain: 'all' | 'positive' | 'nonnegative';
  /** At least |f′| at every place within the error of x, which is below a 50th of |x|, or below 0.01 if the domain is `all`. */
  readonly slope: (x: string) => string;
  /** Absolute error that computing f adds, from the texts of its result and of x. */
  readonly ownError: (result: string, x: string) => string;
}

/** Code of an element-wise operator, in loops and of single values. */
export type ElementLowering =
  | { readonly kind: 'sum'; readonly sign: '+' | '-' }
  | { readonly kind: 'negation' }
  | { readonly kind: 'product' }
  | { readonly kind: 'quotient' }
  /** Of two prices, from their exact difference: a / b − 1, or log(a / b). */
  | { readonly kind: 'priceQuotient'; readonly of: 'change' | 'logarithm' }
  | { readonly kind: 'power' }
  | { readonly kind: 'magnitude' }
  | { readonly kind: 'sign' }
  | FunctionText
  /** One of two, picked by a function of kernels. */
  | { readonly kind: 'choice'; readonly pick: 'Math.min' | 'Math.max' }
  | { readonly kind: 'branch' }
  | { readonly kind: 'fill' }
  | { readonly kind: 'presence' }
  | { readonly kind: 'comparison'; readonly sign: '<' | '<=' | '>' | '>=' | '==' | '!=' }
  /** Of conditions, 1 and 0. */
  | { readonly kind: 'logic'; readonly text: (args: readonly string[]) => string };

export type Lowering =
  | ElementLowering
  | { readonly kind: 'shift'; readonly sign: 1 | -1 }
  /** x − prev(x, n), which the graph is built with. */
  | { readonly kind: 'difference' }
  /** `ofCondition`: a condition as its argument narrows the rows instead of being reduced. */
  | { readonly kind: 'reduction'; readonly build: <N>(k: ReductionBuilder<N>, args: readonly N[]) => N; readonly ofCondition?: 'rows' }
  /** Exact in float64 on the host, handed to kernels as a prepared column or value; why. */
  | { readonly kind: 'host'; readonly reason: string }
  /** Rows of its arguments become one longer series, for the reduction around it. */
  | { readonly kind: 'pool' };
