import { z } from 'zod';
import { conditionSchema } from '../condition.ts';
import { eventStatusSchema, urgencySchema } from '../words.ts';
import { isPath, splitTemplate } from './mapping-path.ts';

const MAX_TEMPLATE_PLACES = 20;

const pathSchema = z.string().refine(isPath, 'expected a path such as alert.labels.host or items[0].name');
const pathsSchema = z.union([pathSchema, z.array(pathSchema).min(1).max(10)]);

const templateSchema = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => splitTemplate(text) !== null, 'expected paths between {{ and }}')
  .refine(
    (text) => (splitTemplate(text)?.length ?? 0) <= 2 * MAX_TEMPLATE_PLACES,
    `expected at most ${MAX_TEMPLATE_PLACES} paths`,
  );
const templatesSchema = z.union([templateSchema, z.array(templateSchema).min(1).max(5)]);

const needsSource = {
  message: 'expected a path, a template or a default',
};
const hasSource = (rule: { path?: unknown; template?: unknown; default?: unknown }): boolean =>
  rule.path !== undefined || rule.template !== undefined || rule.default !== undefined;

/**
 * How one field is read: the first path that holds something, else the first template whose places all do (or, where
 * none has all, the first that has any), else the default. `values` turns the word found into another.
 */
const ruleOf = <Value extends z.ZodType, Default extends z.ZodType>(value: Value, preset: Default) =>
  z
    .strictObject({
      path: pathsSchema.optional(),
      template: templatesSchema.optional(),
      default: preset.optional(),
      values: z
        .record(z.string().min(1).max(200), value)
        .refine((table) => Object.keys(table).length <= 200, 'expected at most 200 values')
        .optional(),
      /** Whether the words of `values` are compared without regard to case. */
      ignoreCase: z.boolean().optional(),
    })
    .refine(hasSource, needsSource);

const textRuleSchema = ruleOf(
  z.string().max(1000),
  z.union([z.string().min(1).max(1000), z.number(), z.boolean()]),
);
const linkRuleSchema = z
  .strictObject({
    text: z.string().max(200).optional(),
    path: pathsSchema.optional(),
    template: templatesSchema.optional(),
  })
  .refine(hasSource, { message: 'expected a path or a template' });

/** Fields of an event that a mapping reads as one word or line each. */
export const MAPPED_FIELDS = [
  'summary',
  'key',
  'status',
  'urgency',
  'eventAt',
  'resource',
  'metricName',
  'metricValue',
  'threshold',
  'eventType',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** Where the fields of an event stand in the body of a tool, for integrations of the type `custom` (ING98). */
export const mappingSchema = z.strictObject({
  /** The list of events in the body, each read by itself; the rest of the body is then under `root.` */
  items: pathSchema.optional(),
  summary: textRuleSchema.optional(),
  /** What stays the same from trouble to recovery. */
  key: textRuleSchema.optional(),
  /** Without a rule every event opens. */
  status: ruleOf(eventStatusSchema, eventStatusSchema).optional(),
  urgency: ruleOf(urgencySchema, urgencySchema).optional(),
  eventAt: textRuleSchema.optional(),
  resource: textRuleSchema.optional(),
  metricName: textRuleSchema.optional(),
  metricValue: textRuleSchema.optional(),
  threshold: textRuleSchema.optional(),
  eventType: textRuleSchema.optional(),
  links: z.array(linkRuleSchema).max(20).optional(),
  /** The part that is kept as details; the whole element where there is no rule, or nothing stands there. */
  details: z.strictObject({ path: pathsSchema }).optional(),
  /** Asked of the element by path: where it holds, the event is recorded and pages nobody. */
  ignore: conditionSchema.optional(),
  /** The same for the tool's test message. */
  test: conditionSchema.optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;
export type MappingRule = NonNullable<Mapping[MappedField]>;
