/** Types whose content is compressed already. Their files are sampled all the same, since the type may be wrong. */
const compressedTypes =
  /^(?:image\/(?:jpe?g|jp2|jpx|jpm|png|gif|webp|avif|heic|heif|jxl)|video\/.+|audio\/(?:mpeg|mp4|aac|ogg|opus|flac|x-flac|webm|x-m4a|x-ms-wma)|font\/woff2?|application\/(?:zip|gzip|x-gzip|x-bzip2?|x-xz|zstd|x-lzma|x-7z-compressed|vnd\.rar|x-rar(?:-compressed)?|java-archive|epub\+zip|ogg|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+))$/i;

const sampleBytes = 4096;
/** Below this a try costs less than a sample is worth. */
const smallestSampled = 1024;

const counts = new Uint32Array(256);
const weights = Float64Array.from({ length: sampleBytes + 1 }, (_, count) =>
  count === 0 ? 0 : count * Math.log2(count),
);

/** Whether the bytes look random: their entropy is as high as that of random bytes of the same number. */
function looksRandom(sample: Uint8Array): boolean {
  counts.fill(0);
  // Counted loops: iterators would take three times as long, and this runs for every file.
  const end = sample.length;
  for (let at = 0; at < end; at += 1) {
    const byte = sample[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let sum = 0;
  for (let byte = 0; byte < 256; byte += 1)
    sum += weights[counts[byte] ?? 0] ?? 0;
  const entropy = Math.log2(sample.length) - sum / sample.length;
  // Random bytes do not reach 8 bits in a short sample; what they lack on average is known (Miller and Madow).
  const expected = 8 - 255 / (2 * Math.LN2 * sample.length);
  return entropy > expected - 0.13;
}

function sampleCount(size: number): number {
  if (size < 16 * 1024) return 1;
  if (size < 1024 * 1024) return 3;
  return size < 16 * 1024 * 1024 ? 8 : 16;
}

/**
 * Decides from a few samples whether an entry is worth deflating. Depends on the content and type only.
 * @param sampleAt reads `length` bytes at an offset; the result is used before the next call
 */
export function isWorthDeflating(
  size: number,
  mimeType: string | undefined,
  sampleAt: (offset: number, length: number) => Uint8Array,
): boolean {
  if (size < smallestSampled) return true;
  const samples = sampleCount(size);
  const length = Math.min(size, sampleBytes);
  let random = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const middle = Math.floor((size / samples) * (sample + 0.5));
    const offset = Math.min(
      Math.max(middle - Math.floor(length / 2), 0),
      size - length,
    );
    if (looksRandom(sampleAt(offset, length))) random += 1;
  }
  const compressed = mimeType !== undefined && compressedTypes.test(mimeType);
  return compressed ? random * 2 < samples : random < samples;
}
