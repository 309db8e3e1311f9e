/** Runs each job that the benchmark sends to this process. A job that fails ends the process with the reason on stderr. */
export function answerJobs(run) {
  const answer = async (job) => {
    process.send(await run(job));
  };
  process.on('message', (job) => void answer(job));
}
