import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import type { CreateRestReply, RestReply } from '../operations/rest-handler.ts';
import type { FindSource } from '../operations/rest-source.ts';
import type { SampleReply } from '../operations/sampled-reply.ts';
import { createSampleReply } from '../operations/sampled-reply.ts';
import type { SampleWithPrism } from '../prism/prism-samples.ts';

/** How the replies of operations without state are made: the options of a mock. */
export interface RestReplies {
  readonly createRestReply: CreateRestReply;
  readonly findUpstream: (operation: Operation | undefined) => string | undefined;
}

/** @param columns the names of a tracker's fields */
export function createRestReplies(contract: Contract, columns: Iterable<string>, findSource: FindSource): RestReplies {
  let sampleReply: SampleReply | undefined;
  const sample: RestReply = (request) => {
    // Created for the first request, since a mock that serves trackers alone gets none.
    sampleReply ??= createSampleReply(contract, columns);
    return sampleReply(request);
  };
  let samplePrism: Promise<SampleWithPrism> | undefined;
  const prism: RestReply = ({ request, operation }) => ({
    async later() {
      samplePrism ??= loadPrismSamples(contract);
      const { status, value } = await (await samplePrism)(toMockRequest(request), operation);
      return { status, value, body: value === undefined ? '' : JSON.stringify(value), source: 'prism' };
    },
  });

  return {
    createRestReply(operation) {
      const source = findSource(operation);
      if (source === 'none') return 'none';
      return source === 'sample' ? sample : source === 'prism' ? prism : undefined;
    },
    findUpstream(operation) {
      const source = operation === undefined ? 'none' : findSource(operation);
      return typeof source === 'object' ? source.upstream : undefined;
    },
  };
}

function toMockRequest({ method, path, query, headers, body }: IncomingRequest): MockRequest {
  const target = path
    .split('/')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
  return { method, target: query === '' ? target : `${target}?${query}`, headers, body };
}

/** Imported here, since most mocks do not need Prism. */
async function loadPrismSamples({ document }: Contract): Promise<SampleWithPrism> {
  const { createPrismSamples } = await import('../prism/prism-samples.ts');
  return createPrismSamples(document);
}
