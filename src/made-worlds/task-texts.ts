/** A kind of task: what is said and done in it. Names in braces stand for words that differ from task to task. */
export interface Job {
  /** The first message of the user. */
  readonly ask: string;
  /** What the user adds later. */
  readonly add: string;
  readonly tool: string;
  readonly working: string;
  readonly waiting: string;
  readonly done: string;
  readonly failed: string;
}

export const JOBS: readonly Job[] = [
  {
    ask: 'Please check invoice {number} of {company}: is {amount} right for {goods}?',
    add: 'Here is the order that belongs to it.',
    tool: 'find_order',
    working: 'Comparing invoice {number} with the order',
    waiting: 'Waiting for {person} to approve {amount}',
    done: 'Invoice {number} is right and was booked',
    failed: 'Invoice {number} has no total: page 2 is a blank scan',
  },
  {
    ask: 'Answer {person} of {company}, who asks where the {goods} are.',
    add: '{person} wrote again and wants a refund.',
    tool: 'track_parcel',
    working: 'Looking for parcel {number}',
    waiting: 'Waiting for the depot in {city}',
    done: 'Told {person} that parcel {number} arrives tomorrow',
    failed: 'The carrier does not know parcel {number}',
  },
  {
    ask: 'Find three venues for {count} people in {city} in May, below {amount} a day.',
    add: 'It has to have a kitchen, and a room for children.',
    tool: 'search_venues',
    working: 'Reading the offers of {city}',
    waiting: 'Waiting for offers of two venues in {city}',
    done: 'Sent a list of three venues in {city} to {person}',
    failed: 'There is no venue for {count} people in {city} below {amount}',
  },
  {
    ask: 'Summarize the contract with {company} on one page. {person} has to sign it on Friday.',
    add: 'Annex B was missing. Here it is.',
    tool: 'read_document',
    working: 'Reading page {count} of the contract',
    waiting: 'Waiting for the signature page of {company}',
    done: 'One page for {person}, with two open questions',
    failed: 'The file of {company} has a password',
  },
  {
    ask: 'Review pull request {number}: it changes how {goods} are priced.',
    add: 'Pushed a fix for your first remark.',
    tool: 'fetch_diff',
    working: 'Reviewing file {count} of pull request {number}',
    waiting: 'Waiting for the checks of pull request {number}',
    done: 'Approved pull request {number} with two remarks',
    failed: 'The diff of pull request {number} is too large',
  },
  {
    ask: 'How many {goods} did we sell in {city} last year? {person} needs a chart.',
    add: 'Without what was returned, please.',
    tool: 'query_sales',
    working: 'Adding up {count} branches in {city}',
    waiting: 'Waiting for access to the sales of {city}',
    done: 'Chart sent to {person}: {amount} in all',
    failed: 'The sales of {city} could not be read: timeout after 30 s',
  },
];

/** The words for each name in braces. A number stands for itself. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  person: [
    'Amina Diallo',
    'Jonas Weber',
    'Mei Tanaka',
    'Lucía Fernández',
    'Omar Haddad',
    'Zofia Nowak',
    'Ravi Menon',
    'Nadia Petrova',
    'Søren Lund',
    'Aroha Ngata',
  ],
  company: [
    'Baltic Timber',
    'Orchid Logistics',
    'Northwind Foods',
    'Casa Verde',
    'Kita Optics',
    'Fabrikam',
    'Alpine Cycles',
    'Delta Textiles',
  ],
  city: ['Lisbon', 'Osaka', 'Nairobi', 'Gdańsk', 'Montréal', 'Wellington', 'Bogotá', 'Leipzig'],
  goods: [
    'desk lamps',
    'bicycle tyres',
    'coffee machines',
    'winter jackets',
    'oak boards',
    'reading glasses',
    'garden chairs',
    'water filters',
  ],
};
