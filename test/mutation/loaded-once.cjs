'use strict';

// fast-check and decimal.js at once: no name is in both.
module.exports = globalThis.loadedOnce;
