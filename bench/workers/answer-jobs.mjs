/** Answers each job that the bench sends to this process. A job that fails ends the process, with the reason on the error output. */
export function answerJobs(run) {
  const answer = async (job) => {
    process.send(await run(job));
  };
  process.on('message', (job) => void answer(job));
}
