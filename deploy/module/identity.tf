locals {
  # It has names for the values of this tenancy. A bucket that is not made needs no statement.
  policy = jsondecode(templatefile(var.policy_file, {
    dynamic_group         = oci_identity_dynamic_group.this.name
    workspace_compartment = coalesce(var.workspace_compartment_id, var.compartment_id)
    compartment           = var.compartment_id
    workspace_id          = var.workspace_id
    application_key       = var.application_key
    routes_bucket         = coalesce(var.routes_bucket, "-")
    routes_prefix         = var.routes_prefix
    dead_letter_bucket    = coalesce(var.dead_letter_bucket, "-")
    dead_letter_prefix    = trimsuffix(var.dead_letter_prefix, "/")
  }))

  statements = [
    for one in local.policy.statements : replace(one.statement, ", target.object.name = '/*'", "")
    if !strcontains(one.statement, "target.bucket.name = '-'")
  ]

  # What the Functions service itself needs: to send traces, and to check signatures.
  service_statements = concat(
    [for domain in var.trace_domain_id[*] : "allow service faas to use apm-domains in compartment id ${var.compartment_id}"],
    length(var.image_key_ids) == 0 ? [] : [
      "allow service faas to {KEY_READ} in compartment id ${var.compartment_id} where request.operation='GetKeyVersion'",
      "allow service faas to {KEY_VERIFY} in compartment id ${var.compartment_id} where request.operation='Verify'",
      "allow service faas to read repos in tenancy where request.operation='ListContainerImageSignatures'",
    ],
  )

  events_statements = var.allow_events_service ? ["allow service cloudEvents to use functions-family in compartment id ${var.compartment_id}"] : []
}

resource "oci_identity_dynamic_group" "this" {
  provider       = oci.home
  compartment_id = var.tenancy_id
  name           = var.name
  description    = "The function ${var.name}, and nothing else."
  matching_rule  = "ALL {resource.type = 'fnfunc', resource.id = '${oci_functions_function.this.id}'}"
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}

resource "oci_identity_policy" "this" {
  provider       = oci.home
  compartment_id = var.tenancy_id
  name           = var.name
  description    = "What the function ${var.name} may do."
  statements     = concat(local.statements, local.service_statements, local.events_statements, local.connector_statements, local.sweep_statements, local.metrics_statements, local.lifecycle_statements)
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}
