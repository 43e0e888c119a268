// The Content-Security-Policy of page and workers: no inline script or style, no eval; WebAssembly for the kernel. The header covers workers too, which a meta tag cannot.

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
] as const;

/** For a meta tag, where frame-ancestors has no meaning. */
export const CSP_META: string = DIRECTIVES.join('; ');
/** For the header. */
export const CSP_HEADER = `${CSP_META}; frame-ancestors 'none'`;
