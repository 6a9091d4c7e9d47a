// The job of routes/invoices.yaml on the Node FDK and OCI's own SDK, as a small function would be written: one client, made once.
const fdk = require('@fnproject/fdk');
const common = require('oci-common');
const di = require('oci-dataintegration');

const pattern = /^invoices\/([A-Za-z0-9_\-]+)\.jsonlines$/;
const { workspace_id, application_key, invoices_task_key, connection_key } = process.env;
const client = new di.DataIntegrationClient({
  authenticationDetailsProvider: common.ResourcePrincipalAuthenticationDetailsProvider.builder(),
});
client.endpoint = process.env.DISPATCHER_DATA_INTEGRATION_ENDPOINT.replace(/\/$/, '');

const schema = (name) => ({ rootObjectValue: { key: `dataref:${connection_key}/${name}`, modelType: 'SCHEMA' } });

fdk.handle(async (event) => {
  const name = event.data.resourceName;
  const found = pattern.exec(name);
  if (!found) return { outcome: 'unmatched' };
  const response = await client.createTaskRun({
    workspaceId: workspace_id,
    applicationKey: application_key,
    opcRetryToken: event.data.additionalDetails.eTag,
    createTaskRunDetails: {
      registryMetadata: { aggregatorKey: invoices_task_key },
      configProvider: {
        bindings: {
          INPUT_OBJECT_NAME: { simpleValue: name },
          OUTPUT_OBJECT_NAME_LINES: { simpleValue: `invoices/lines/${found[1]}.parquet` },
          OUTPUT_OBJECT_NAME_NUMBERS: { simpleValue: `invoices/numbers/${found[1]}.parquet` },
          INPUT_BUCKET: schema(event.data.additionalDetails.bucketName),
          OUTPUT_BUCKET: schema('data-pool-area'),
        },
      },
    },
  });
  return { outcome: 'dispatched', taskRun: response.taskRun.key };
});
