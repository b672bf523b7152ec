const always: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Two years of https only, once a browser has come by https. */
const onHttps = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

/** Set on every answer of every door. No page has a script or a style of its own, so none is allowed. */
export const securityHeaders = (https: boolean): Readonly<Record<string, string>> =>
  https ? { ...always, ...onHttps } : always;
