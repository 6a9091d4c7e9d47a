locals {
  may                  = "allow dynamic-group ${oci_identity_dynamic_group.this.name} to"
  here                 = "in compartment id ${var.compartment_id}"
  workspace_place      = "in compartment id ${coalesce(var.workspace_compartment_id, var.compartment_id)}"
  dead_letter_location = var.dead_letter_bucket == null ? "" : "target.bucket.name = '${var.dead_letter_bucket}'${var.dead_letter_prefix == "" ? "" : ", target.object.name = '${trimsuffix(var.dead_letter_prefix, "/")}/*'"}"

  # What `dispatcher policy` says for routes that run tasks of this workspace and application.
  statements = concat(
    ["${local.may} use dis-workspaces ${local.workspace_place} where all {target.workspace.id = '${var.workspace_id}', target.application.key = '${var.application_key}', request.permission = 'DIS_WORKSPACE_OBJECT_EXECUTE'}"],
    var.routes_bucket == null ? [] : ["${local.may} read objects ${local.here} where target.bucket.name = '${var.routes_bucket}'"],
    var.dead_letter_bucket == null ? [] : ["${local.may} manage objects ${local.here} where all {${local.dead_letter_location}, request.permission = 'OBJECT_CREATE'}"],
  )

  events_statements = var.allow_events_service ? ["allow service cloudEvents to use functions-family ${local.here}"] : []
}

resource "oci_identity_dynamic_group" "this" {
  provider       = oci.home
  compartment_id = var.tenancy_id
  name           = var.name
  description    = "The function ${var.name}, and nothing else."
  matching_rule  = "ALL {resource.type = 'fnfunc', resource.id = '${oci_functions_function.this.id}'}"
  freeform_tags  = var.freeform_tags
}

resource "oci_identity_policy" "this" {
  provider       = oci.home
  compartment_id = var.tenancy_id
  name           = var.name
  description    = "What the function ${var.name} may do."
  statements     = concat(var.policy_statements != null ? var.policy_statements : local.statements, local.events_statements)
  freeform_tags  = var.freeform_tags
}
