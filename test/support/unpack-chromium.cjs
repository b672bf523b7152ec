'use strict';

// Unpacks the browser that the npm package carries, with its shared libraries and fonts, below the folder named by the
// only argument. It runs as a process of its own because the package reads TMPDIR and its "am I in the cloud?" sign
// (without which it leaves the libraries packed) from the environment, and changes the environment in turn.
const chromium = require('@sparticuz/chromium');

void chromium.executablePath().then((path) => {
  process.stdout.write(path);
});
