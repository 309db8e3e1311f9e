/** What of the contract the requests cover. */
export function CoverageView() {
  return (
    <section class="page">
      <h2>Coverage</h2>
    </section>
  );
}
