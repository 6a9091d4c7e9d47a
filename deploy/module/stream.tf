# Events → Streaming → Connector Hub → function, where stream_partitions asks for it. docs/scaling.md says when to.
locals {
  has_stream = var.stream_partitions > 0

  connector = "where all {request.principal.type = 'serviceconnector', request.principal.compartment.id = '${var.compartment_id}'}"

  # The same statements as `dispatcher policy --connector`.
  connector_statements = local.has_stream ? [
    "allow service cloudEvents to use streams in compartment id ${var.compartment_id}",
    "allow any-user to {STREAM_READ, STREAM_CONSUME} in compartment id ${var.compartment_id} ${local.connector}",
    "allow any-user to use fn-function in compartment id ${var.compartment_id} ${local.connector}",
    "allow any-user to use fn-invocation in compartment id ${var.compartment_id} ${local.connector}",
  ] : []
}

resource "oci_streaming_stream" "this" {
  count              = local.has_stream ? 1 : 0
  compartment_id     = var.compartment_id
  name               = var.name
  partitions         = var.stream_partitions
  retention_in_hours = 168
  freeform_tags      = var.freeform_tags
  defined_tags       = var.defined_tags

  lifecycle {
    precondition {
      condition     = var.dead_letter_bucket != null
      error_message = "stream_partitions needs dead_letter_bucket: without one, an event whose task cannot run now stops its partition."
    }
  }
}

resource "oci_sch_service_connector" "this" {
  count          = local.has_stream ? 1 : 0
  compartment_id = var.compartment_id
  display_name   = var.name
  description    = "Object events of the landing buckets, in batches, for the function ${var.name}."
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags

  source {
    kind      = "streaming"
    stream_id = oci_streaming_stream.this[0].id

    cursor {
      kind = "TRIM_HORIZON"
    }
  }

  # A batch goes out when it has so many events, or after a minute: the service takes no shorter time.
  target {
    kind              = "functions"
    function_id       = oci_functions_function.this.id
    batch_size_in_num = 200
    batch_time_in_sec = 60
  }

  depends_on = [oci_identity_policy.this]
}
