import type { DeployedFault } from './deployed-fault.ts';
import { toDeployedFault } from './deployed-fault.ts';

/**
 * How the deployed server handles an `order_by` that is not a column. It looks the name up on its table's Python class, so the class's
 * other attributes are accepted as sort keys, which SQLAlchemy or the database then refuses.
 */
export type AttributeOrder = DeployedFault | { readonly constant: string };

/** Returns what sorting by an attribute of the class does, or undefined if the class has none of that name. */
export function findAttributeOrder(name: string): AttributeOrder | undefined {
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return { constant };
  const text = TEXTS.get(name);
  if (text !== undefined) return refuseText(text);
  const value = toAttribute(name);
  return value === undefined ? undefined : refuseValue(value);
}

/** Attributes that SQLAlchemy writes into the statement as they are. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['__abstract__', 'true'],
  ['__doc__', 'NULL'],
  ['__text_signature__', 'NULL'],
]);

/** Attributes that are strings, which SQLAlchemy looks up among its labels. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['__module__', 'src.adapters.orm'],
  ['__name__', 'AgentTaskTrackerORM'],
  ['__qualname__', 'AgentTaskTrackerORM'],
  ['__tablename__', 'agent_task_tracker'],
]);

const SLOTS = new Set(
  ['delattr', 'eq', 'ge', 'getattribute', 'gt', 'hash', 'le', 'lt', 'ne', 'repr', 'setattr', 'str'].map(toDunder),
);
const METHODS = new Set(['dir', 'format', 'getstate', 'reduce', 'reduce_ex', 'sizeof'].map(toDunder));

/** An address in memory; it differs in each process. */
const ADDRESS = '0x7f0000000000';
const META = "<class 'sqlalchemy.orm.decl_api.DeclarativeMeta'>";
const BASE = "<class 'sqlalchemy.orm.decl_api.Base'>";
const CLASS = "<class 'src.adapters.orm.AgentTaskTrackerORM'>";
const REGISTRY = `<sqlalchemy.orm.decl_api.registry object at ${ADDRESS}>`;
const TABLE = "Table('agent_task_tracker', MetaData(), schema=None)";
const INDEXED = [
  "Column('agent_id', String(), ForeignKey('agents.id'), table=<agent_task_tracker>, primary_key=True, nullable=False)",
  "Column('task_id', String(), ForeignKey('tasks.id'), table=<agent_task_tracker>, primary_key=True, nullable=False)",
];

/** The `repr` of the other attributes, as Python 3.12 and SQLAlchemy 2.0.43 print it. */
const VALUES: ReadonlyMap<string, string> = new Map([
  ['__annotations__', "{'metadata': 'MetaData', 'registry': 'RegistryType'}"],
  ['__base__', BASE],
  ['__bases__', `(${BASE},)`],
  ['__basicsize__', '16'],
  ['__class__', META],
  ['__dict__', `mappingproxy({'__module__': 'src.adapters.orm', '__tablename__': 'agent_task_tracker'})`],
  ['__dictoffset__', '-1'],
  ['__flags__', '546328'],
  ['__init__', `<function __init__ at ${ADDRESS}>`],
  ['__itemsize__', '0'],
  ['__mapper__', TABLE],
  ['__mro__', `(${CLASS}, ${BASE}, <class 'object'>)`],
  [
    '__orig_bases__',
    "(<class 'sqlalchemy.orm.decl_api._DynamicAttributesType'>, sqlalchemy.inspection.Inspectable[sqlalchemy.orm.mapper.Mapper[typing.Any]])",
  ],
  ['__parameters__', '()'],
  ['__slots__', '()'],
  ['__table__', TABLE],
  ['__table_args__', `(Index('idx_agent_task_tracker_agent_task', ${INDEXED.join(', ')}),)`],
  ['__type_params__', '()'],
  ['__weakref__', "<attribute '__weakref__' of 'Base' objects>"],
  ['__weakrefoffset__', '-32'],
  ['_sa_class_manager', `<ClassManager of ${CLASS} at 7f0000000000>`],
  ['_sa_registry', REGISTRY],
  ['metadata', 'MetaData()'],
  ['registry', REGISTRY],
]);

const OF_THE_METACLASS = new Set([
  'mro',
  ...['init_subclass', 'instancecheck', 'subclasscheck', 'subclasses', 'subclasshook'].map(toDunder),
]);
const OF_TYPE = new Set(['class_getitem', 'new', 'prepare'].map(toDunder));
const WRAPPERS = new Set(['call', 'or', 'ror'].map(toDunder));

function toAttribute(name: string): string | undefined {
  if (SLOTS.has(name)) return `<slot wrapper '${name}' of 'object' objects>`;
  if (METHODS.has(name)) return `<method '${name}' of 'object' objects>`;
  if (OF_THE_METACLASS.has(name)) return `<built-in method ${name} of DeclarativeMeta object at ${ADDRESS}>`;
  if (OF_TYPE.has(name)) return `<built-in method ${name} of type object at ${ADDRESS}>`;
  if (WRAPPERS.has(name)) return `<method-wrapper '${name}' of DeclarativeMeta object at ${ADDRESS}>`;
  return VALUES.get(name);
}

function toDunder(name: string): string {
  return `__${name}__`;
}

function refuseValue(value: string): DeployedFault {
  const text = `GROUP BY / OF / etc. expression expected, got ${value}.`;
  return toDeployedFault('sqlalchemy.exc.ArgumentError', text);
}

function refuseText(text: string): DeployedFault {
  const advice = `Textual SQL expression '${text}' should be explicitly declared as text('${text}')`;
  const reason = "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc.";
  return toDeployedFault('sqlalchemy.exc.CompileError', `${reason} ${advice}`);
}
