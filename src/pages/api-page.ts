import type { ContractDocument, JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import type { Result } from '../exchange/result.ts';
import type { ApiOperation } from './api-operations.ts';
import { listApiOperations } from './api-operations.ts';
import { toText } from './document-text.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { toPageResult } from './page.ts';
import { listMembers, toRules, toSchemaAnchor, toType } from './schema-type.ts';

/** Returns the page of a contract: every operation and schema in one page, which the browser's own search goes through. */
export function toApiPage(document: ContractDocument): Result {
  const { info } = document;
  const title = `${toText(info['title'])} ${toText(info['version'])}`;
  const operations = listApiOperations(document);
  const schemas = Object.entries(listSchemas(document));
  return toPageResult(
    title,
    html`<h1>${title}</h1>
      <p class="text">${toText(info['description'])}</p>
      <p>
        Responses that are marked <small>observed</small> are sent by the deployed server, but are not in the published
        contract.
      </p>
      <nav aria-label="Operations">${groupByTag(operations).map(([tag, group]) => toContents(tag, group))}</nav>
      <h2>Operations</h2>
      ${operations.map((operation) => toOperationSection(operation))}
      <h2>Schemas</h2>
      ${schemas.map(([name, schema]) => toSchemaSection(name, schema))}`,
  );
}

function listSchemas({ components }: ContractDocument): JsonObject {
  const schemas = isObject(components) ? components['schemas'] : undefined;
  return isObject(schemas) ? schemas : {};
}

function groupByTag(operations: readonly ApiOperation[]): (readonly [string, readonly ApiOperation[]])[] {
  const groups = new Map<string, ApiOperation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.tag);
    if (group === undefined) groups.set(operation.tag, [operation]);
    else group.push(operation);
  }
  return [...groups];
}

function toContents(tag: string, operations: readonly ApiOperation[]): Html {
  return html`<strong>${tag}</strong>
    <ul>
      ${operations.map((operation) => html`<li><a href="#${toAnchor(operation)}">${operation.method} ${operation.path}</a></li> `)}
    </ul> `;
}

/** Without characters that a link would have to encode. */
function toAnchor({ method, path }: ApiOperation): string {
  return method.toLowerCase() + encodeURIComponent(path).replaceAll('%', '.');
}

function toOperationSection(operation: ApiOperation): Html {
  const { method, path, summary, description, isDeprecated, parameters, requestBody, responses } = operation;
  return html`<h3 id="${toAnchor(operation)}">
      <code>${method} ${path}</code> ${summary}${isDeprecated ? html` <small>deprecated</small>` : ''}
    </h3>
    ${description === '' ? '' : html`<p class="text">${description}</p>`}
    ${parameters.length === 0 ? '' : toParameterTable(parameters)}
    ${
      requestBody === undefined
        ? ''
        : html`<h4>Body${requestBody['required'] === true ? '' : ' (optional)'}</h4>
            <p>${toContentType(requestBody)}</p>`
    }
    <h4>Responses</h4>
    <table>
      <thead>
        <tr>
          <th>Status</th>
          <th>Body</th>
          <th>Description</th>
        </tr>
      </thead>
      <tbody>
        ${responses.map(
          ([status, response]) =>
            html`<tr>
              <td>${status}${response['x-observed'] === true ? html` <small>observed</small>` : ''}</td>
              <td>${toContentType(response)}</td>
              <td>${toText(response['description'])}</td>
            </tr> `,
        )}
      </tbody>
    </table> `;
}

function toParameterTable(parameters: readonly JsonObject[]): Html {
  return html`<h4>Parameters</h4>
    <table>
      <thead>
        <tr>
          <th>Name</th>
          <th>In</th>
          <th>Type</th>
          <th>Description</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(
          ({ name, in: place, required, schema, description }) =>
            html`<tr>
              <td><code>${toText(name)}</code>${required === true ? '' : ' (optional)'}</td>
              <td>${toText(place)}</td>
              <td>${toTypeCell(schema)}</td>
              <td>${toText(description)}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
}

/** Returns the types of a body by its media types. */
function toContentType({ content }: JsonObject): readonly Html[] {
  return Object.entries(isObject(content) ? content : {}).map(
    ([mediaType, media], index) =>
      html`${index === 0 ? '' : html`<br />`}${toTypeCell(isObject(media) ? media['schema'] : undefined)}${
        mediaType === 'application/json' ? '' : ` (${mediaType})`
      }`,
  );
}

function toTypeCell(schema: unknown): Html {
  const rules = toRules(schema);
  return html`<code>${toType(schema)}</code>${rules === '' ? '' : ` ${rules}`}`;
}

function toSchemaSection(name: string, schema: unknown): Html {
  const node = isObject(schema) ? schema : {};
  const members = listMembers(node);
  return html`<h3 id="${toSchemaAnchor(name)}"><code>${name}</code></h3>
    <p class="text">${toText(node['description'])}</p>
    ${
      members.length === 0
        ? html`<p>${toTypeCell(schema)}</p>`
        : html`<table>
            <thead>
              <tr>
                <th>Member</th>
                <th>Type</th>
                <th>Description</th>
              </tr>
            </thead>
            <tbody>
              ${members.map((member) => toMemberRow(member.name, member.isRequired, member.schema))}
            </tbody>
          </table>`
    } `;
}

function toMemberRow(name: string, isRequired: boolean, schema: unknown): Html {
  const description = isObject(schema) ? toText(schema['description']) : '';
  return html`<tr>
    <td><code>${name}</code>${isRequired ? '' : ' (optional)'}</td>
    <td>${toTypeCell(schema)}</td>
    <td>${description}</td>
  </tr> `;
}
