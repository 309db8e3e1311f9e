/** `1 tracker`, `2 trackers`. */
export function toCountText(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
