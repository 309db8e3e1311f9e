/** The worlds of this mock. */
export function SessionsView() {
  return (
    <section class="page">
      <h2>Sessions</h2>
    </section>
  );
}
