locals {
  # Said by variables alone: what count and for_each take must be known before anything is made.
  makes_topic = var.alarm_topic_id == null && var.alarm_email != null
  has_alarms  = var.alarm_topic_id != null || var.alarm_email != null

  # An alarm takes one topic: the given one, or the one made for the address.
  alarm_topic_id = one(concat(var.alarm_topic_id[*], oci_ons_notification_topic.this[*].topic_id))

  # What a function's own responses show, and what Events says of its deliveries.
  alarms = merge(local.function_alarms, local.delivery_alarms, local.sweep_alarms)

  function_alarms = {
    errors = {
      namespace = "oci_faas"
      query     = "FunctionResponseCount[1m]{resourceId = \"${oci_functions_function.this.id}\", responseType = \"Error\"}.sum() > 0"
      severity  = "CRITICAL"
      body      = "The function ${var.name} failed. Its log says for which event and why; failed events are in the dead-letter bucket, if there is one."
    }
    throttled = {
      namespace = "oci_faas"
      query     = "FunctionResponseCount[1m]{resourceId = \"${oci_functions_function.this.id}\", responseType = \"Throttled\"}.sum() > 0"
      severity  = "WARNING"
      body      = "Invocations of ${var.name} were refused because the tenancy's memory for functions is used up. Ask for a higher limit, or give the function less memory."
    }
  }

  delivery_alarms = {
    undelivered = {
      namespace = "oci_cloudevents"
      query     = "DeliveryFailedEvents[5m]{resourceId = \"${oci_events_rule.this.id}\"}.sum() > 0"
      severity  = "CRITICAL"
      body      = "Events could not be delivered by the rule ${var.name}. `dispatcher sweep` shows what was lost; with sweep_every_minutes the function finds it by itself."
    }
  }
}

resource "oci_logging_log_group" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  description    = "Logs of the function ${var.name}."
  freeform_tags  = var.freeform_tags
}

resource "oci_logging_log" "this" {
  log_group_id       = oci_logging_log_group.this.id
  display_name       = "invoke"
  log_type           = "SERVICE"
  is_enabled         = true
  retention_duration = var.log_retention_in_days
  freeform_tags      = var.freeform_tags

  configuration {
    compartment_id = var.compartment_id

    source {
      source_type = "OCISERVICE"
      service     = "functions"
      category    = "invoke"
      resource    = oci_functions_application.this.id
    }
  }
}

resource "oci_ons_notification_topic" "this" {
  count = local.makes_topic ? 1 : 0

  compartment_id = var.compartment_id
  name           = "${var.name}-alarms"
  description    = "Failures of the function ${var.name}."
  freeform_tags  = var.freeform_tags
}

resource "oci_ons_subscription" "this" {
  count = var.alarm_email == null ? 0 : 1

  compartment_id = var.compartment_id
  topic_id       = local.alarm_topic_id
  protocol       = "EMAIL"
  endpoint       = var.alarm_email
  freeform_tags  = var.freeform_tags
}

resource "oci_monitoring_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if local.has_alarms }

  compartment_id        = var.compartment_id
  metric_compartment_id = var.compartment_id
  display_name          = "${var.name}-${each.key}"
  namespace             = each.value.namespace
  query                 = each.value.query
  severity              = each.value.severity
  body                  = each.value.body
  destinations          = [local.alarm_topic_id]
  is_enabled            = true
  freeform_tags         = var.freeform_tags
}
