/** Replies, delays and faults. */
export function StubsView() {
  return (
    <section class="page">
      <h2>Stubs</h2>
    </section>
  );
}
