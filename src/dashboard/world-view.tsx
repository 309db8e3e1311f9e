/** Trackers, events, clock and snapshots. */
export function WorldView() {
  return (
    <section class="page">
      <h2>World</h2>
    </section>
  );
}
