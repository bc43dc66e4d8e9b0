/** A variable of extension bodies: `${NAME}`. Numbers may stand outside quotes in a JSON body. */
export interface TemplateVariable {
  readonly name: string;
  readonly description: string;
  readonly type: 'text' | 'number';
}

const text = (name: string, description: string): TemplateVariable => ({ name, description, type: 'text' });
const number = (name: string, description: string): TemplateVariable => ({
  name,
  description,
  type: 'number',
});

/** Every variable a template may name (NTF20). The first six carry AlertNow's names and meanings. */
export const TEMPLATE_VARIABLES: readonly TemplateVariable[] = [
  text('SERVICE_NAME', 'Name of the service'),
  text('INCIDENT_NAME', 'Summary of the incident'),
  text('STATUS', 'open, acked or closed'),
  text('CREATE_DATE', 'When the incident was created, RFC 3339 UTC'),
  text('MODIFY_DATE', 'When the incident last changed, RFC 3339 UTC'),
  text('INCIDENT_URL', "Link to the incident's page"),
  text('INCIDENT_ID', 'Id of the incident, stable over its life'),
  number('INCIDENT_NUMBER', 'Number of the incident, as people say it'),
  text('URGENCY', 'highest, high, medium, low, lowest or none'),
  text('SEVERITY', 'SEV1, SEV2 or SEV3; empty when nobody set one'),
  text('ASSIGNEE', 'Name of the assignee; empty when there is none'),
  text('DEDUP_KEY', "The tool's key of the incident"),
  number('COUNT', 'Events taken into the incident'),
  text('EVENT', 'What happened: created, escalated, assigned, acked or closed'),
  text('SERVICE_ID', 'Id of the service'),
  text('INTEGRATION_NAME', 'Name of the integration; empty for an incident raised by hand'),
  text('RESPONDERS', 'Names of everybody told so far, separated by ", "'),
];

const BY_NAME: ReadonlyMap<string, TemplateVariable> = new Map(
  TEMPLATE_VARIABLES.map((variable) => [variable.name, variable]),
);

/** The variable of that name, or undefined when no template may use it. */
export const templateVariable = (name: string): TemplateVariable | undefined => BY_NAME.get(name);
