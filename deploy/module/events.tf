locals {
  rule = jsondecode(file(var.rule_file))
}

# Object names are left out on purpose: an object whose name nearly matches a route must reach the function, which reports it.
resource "oci_events_rule" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  description    = local.rule.description
  is_enabled     = true
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags

  condition = local.rule.condition

  actions {
    actions {
      action_type = local.has_stream ? "OSS" : "FAAS"
      is_enabled  = true
      function_id = local.has_stream ? null : oci_functions_function.this.id
      stream_id   = local.has_stream ? oci_streaming_stream.this[0].id : null
    }
  }
}
