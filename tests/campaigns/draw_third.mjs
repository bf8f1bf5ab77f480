// A third implementation of the draw, for comparison only: written from docs/draws.md, not from the Python.
// stdin, one line a draw: {"entries": [[key, weight], ...], "draw_id", "secret", "randomness" (hex), "places"}
// stdout, one line a draw: {root, seed, places}.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const sha = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();

function subtree(nodes) {
  if (nodes.length === 1) return nodes[0];
  const left = 2 ** Math.ceil(Math.log2(nodes.length) - 1);
  return sha(Buffer.from([1]), subtree(nodes.slice(0, left)), subtree(nodes.slice(left)));
}

function draw(input) {
  const entries = input.entries
    .map(([key, weight]) => ({ key, bytes: Buffer.from(key), weight: BigInt(weight) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const root = subtree(
    entries.map((e) => sha(Buffer.from([0]), e.bytes, Buffer.from([0x1f]), Buffer.from(String(e.weight)))),
  );
  const seed = sha(
    Buffer.from("guanxi-draw-v1"),
    Buffer.from(input.draw_id),
    root,
    Buffer.from(input.secret, "hex"),
    Buffer.from(input.randomness, "hex"),
  );
  const places = [];
  let drum = entries;
  for (let counter = 0n; drum.length && places.length < input.places; counter++) {
    const total = drum.reduce((sum, e) => sum + e.weight, 0n);
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(counter);
    const value = BigInt("0x" + createHmac("sha256", seed).update(message).digest("hex"));
    if (value >= ((1n << 256n) / total) * total) continue;
    let rest = value % total;
    const hit = drum.find((e) => (rest < e.weight ? true : ((rest -= e.weight), false)));
    places.push(hit.key);
    drum = drum.filter((e) => e !== hit);
  }
  return { root: root.toString("hex"), seed: seed.toString("hex"), places };
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean))
  console.log(JSON.stringify(draw(JSON.parse(line))));
