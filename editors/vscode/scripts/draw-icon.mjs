// Draws icon.png, 128 × 128: the spectrum of a day in seven bars on a dark ground. `node editors/vscode/scripts/draw-icon.mjs [FILE]`
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const SIZE = 128;
/** Points per pixel and side, for smooth edges. */
const FINE = 4;
const GROUND = [18, 27, 46];
const HEIGHTS = [34, 58, 84, 62, 44, 70, 92];
const [LOW, HIGH] = [[64, 196, 255], [255, 196, 84]];

/** Whether a point lies in a box with round corners. */
function inBox(x, y, left, top, width, height, radius) {
  const dx = Math.max(left + radius - x, 0, x - (left + width - radius));
  const dy = Math.max(top + radius - y, 0, y - (top + height - radius));
  return dx * dx + dy * dy <= radius * radius;
}

/** Red, green, blue and opacity of a point. */
function colorAt(x, y) {
  if (!inBox(x, y, 0, 0, SIZE, SIZE, 24)) return [0, 0, 0, 0];
  const bar = HEIGHTS.findIndex((height, i) => inBox(x, y, 17 + i * 14, 112 - height, 10, height, 4));
  if (bar < 0) return [...GROUND, 255];
  const share = bar / (HEIGHTS.length - 1);
  return [...LOW.map((low, i) => low + (HIGH[i] - low) * share), 255];
}

function pixels() {
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 4));
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < FINE * FINE; i++) {
        const [red, green, blue, alpha] = colorAt(column + ((i % FINE) + 0.5) / FINE, row + (Math.floor(i / FINE) + 0.5) / FINE);
        for (const [k, value] of [red, green, blue].entries()) sum[k] += (value * alpha) / 255;
        sum[3] += alpha;
      }
      const opacity = sum[3] / 255;
      const at = row * (1 + SIZE * 4) + 1 + column * 4;
      for (let k = 0; k < 3; k++) rows[at + k] = opacity === 0 ? 0 : Math.round(sum[k] / opacity);
      rows[at + 3] = Math.round(sum[3] / (FINE * FINE));
    }
  }
  return rows;
}

const CHECKS = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let check = 0xffffffff;
  for (const byte of body) check = CHECKS[(check ^ byte) & 0xff] ^ (check >>> 8);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE((check ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, sum]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
// Eight bits of red, green, blue and opacity.
header.set([8, 6, 0, 0, 0], 8);
const file = process.argv[2] ?? fileURLToPath(new URL('../icon.png', import.meta.url));
writeFileSync(file, Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(pixels(), { level: 9 })), chunk('IEND', Buffer.alloc(0))]));
