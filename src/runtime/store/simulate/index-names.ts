/** Indices of the simulated market. */
export const INDICES = ['csi500', 'csi1000'] as const;
