/**
 * What the page may do, as browsers are told: load its own files, compile WebAssembly, and ask its own server. Text never becomes a script of the page.
 * @param connect whether there is a server to ask
 */
export function pagePolicy(connect: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    `connect-src ${connect ? "'self'" : "'self' data:"}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What pages of reports may do: they carry everything with them, run apart from the studio, and ask nobody. */
export const REPORT_POLICY = "sandbox allow-scripts allow-popups allow-downloads; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
