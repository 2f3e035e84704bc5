/** `380 B`, `12 KiB`, `3.4 MiB`, `1 GiB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KiB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  return `${Number((bytes / 1024 ** 3).toFixed(1))} GiB`;
}

export function tooLargeText({ name, size }: File, bytesMax: number): string {
  return `${name} has ${sizeText(size)}; the limit is ${sizeText(bytesMax)}.`;
}
