'use strict';

module.exports = globalThis.fastCheck;
