/** The requests and replies, live. */
export function ExchangesView() {
  return (
    <section class="page">
      <h2>Exchanges</h2>
    </section>
  );
}
