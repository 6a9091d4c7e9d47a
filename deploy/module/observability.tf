locals {
  # Said by variables alone: what count and for_each take must be known before anything is made.
  makes_topic = var.alarm_topic_id == null && var.alarm_email != null
  has_alarms  = var.alarm_topic_id != null || var.alarm_email != null

  # An alarm takes one topic: the given one, or the one made for the address.
  alarm_topic_id = one(concat(var.alarm_topic_id[*], oci_ons_notification_topic.this[*].topic_id))

  # They ring for what needs a person, and not for what heals itself: a call that is throttled is tried again, and an
  # event that is deferred is kept. docs/operating.md, "Alarms", says of each what it means and what to do.
  alarms = merge(local.function_alarms, local.delivery_alarms, local.line_alarms, local.sweep_alarms)

  function_alarms = {
    errors = {
      namespace = "oci_faas"
      query     = "FunctionResponseCount[5m]{resourceId = \"${oci_functions_function.this.id}\", responseType = \"Error\"}.sum() > 0"
      pending   = "PT15M"
      severity  = "CRITICAL"
      body      = "The function ${var.name} has failed for a quarter of an hour."
    }
    throttled = {
      namespace = "oci_faas"
      query     = "FunctionResponseCount[5m]{resourceId = \"${oci_functions_function.this.id}\", responseType = \"Throttled\"}.sum() > 0"
      pending   = "PT15M"
      severity  = "WARNING"
      body      = "Calls of ${var.name} have been refused for a quarter of an hour because the tenancy's memory for functions is used up."
    }
  }

  # The stream's connector delivers events; those of the lines are what the other alarms see the log by.
  connector_names = "${var.name}|${var.name}-*"

  delivery_alarms = merge({
    connectors = {
      namespace = "oci_service_connector_hub"
      query     = "ServiceConnectorHubErrors[5m]{connectorName =~ \"${local.connector_names}\"}.sum() > 0"
      pending   = "PT15M"
      severity  = "CRITICAL"
      body      = "A connector of ${var.name} has failed for a quarter of an hour: events of the stream are not delivered, or lines of the log are not counted for the other alarms."
    }
    undelivered = {
      namespace = "oci_cloudevents"
      query     = "DeliveryFailedEvents[5m]{resourceId = \"${oci_events_rule.this.id}\"}.sum() > 0"
      pending   = "PT1M"
      severity  = "CRITICAL"
      body      = "Events could not be delivered by the rule ${var.name}."
    }
    }, var.silence_in_hours == 0 ? {} : {
    # `absent` is true when nothing came for the whole interval; its argument is how long it goes on saying so.
    silence = {
      namespace = "oci_faas"
      query     = "FunctionInvocationCount[${var.silence_in_hours}h]{resourceId = \"${oci_functions_function.this.id}\"}.groupBy(resourceId).absent(3d)"
      pending   = "PT1M"
      severity  = "CRITICAL"
      body      = "The function ${var.name} has not been called for ${var.silence_in_hours} hours."
    }
  })

  # Lines of the function's log that are counted as metrics, by a text in them: rejected events answer 200 once they are
  # kept, so the platform's own metrics do not see them.
  counted_lines = local.has_alarms ? merge({
    rejected       = "\"outcome\":\"rejected\""
    events_lost    = "\"event\":\"event.lost\""
    letter_failed  = "\"code\":\"RD407\""
    routes_refused = "\"event\":\"routes.refused\""
    routes_unread  = "\"event\":\"routes.unreadable\""
    }, var.dead_letter_bucket == null || local.has_sweep ? {} : {
    # A sweep redrives what is deferred; without one that waits for a person.
    dead_letters = "\"deadLetter\":\"oci://"
  }, local.sweep_lines) : {}

  line_alarms = {
    for name, alarm in {
      rejected       = { severity = "CRITICAL", body = "Events can never be dispatched: a route, a task's key or a right is wrong." }
      dead_letters   = { severity = "WARNING", body = "Events were kept in the dead-letter bucket and wait for a redrive." }
      events_lost    = { severity = "CRITICAL", body = "An event could not be kept anywhere but in the log." }
      letter_failed  = { severity = "CRITICAL", body = "A dead letter could not be written." }
      routes_refused = { severity = "CRITICAL", body = "The routes in use are not the newest: those have errors." }
      routes_unread  = { severity = "WARNING", body = "The routes could not be read; the last good ones are in use, if there are any." }
    } :
    replace(name, "_", "-") => {
      namespace = "dispatcher"
      query     = "${name}[5m]{function = \"${var.name}\"}.sum() > 0"
      pending   = name == "routes_unread" ? "PT15M" : "PT1M"
      severity  = alarm.severity
      body      = "${var.name}: ${alarm.body}"
    } if contains(keys(local.counted_lines), name)
  }

  metrics_statements = length(local.counted_lines) == 0 ? [] : [
    "allow any-user to use metrics in compartment id ${var.compartment_id} ${local.connector}",
    "allow any-user to read log-content in compartment id ${var.compartment_id} ${local.connector}",
  ]
}

resource "oci_logging_log_group" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  description    = "Logs of the function ${var.name}."
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}

resource "oci_logging_log" "this" {
  log_group_id       = oci_logging_log_group.this.id
  display_name       = "invoke"
  log_type           = "SERVICE"
  is_enabled         = true
  retention_duration = var.log_retention_in_days
  freeform_tags      = var.freeform_tags
  defined_tags       = var.defined_tags

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
  defined_tags   = var.defined_tags
}

resource "oci_ons_subscription" "this" {
  count = var.alarm_email == null ? 0 : 1

  compartment_id = var.compartment_id
  topic_id       = local.alarm_topic_id
  protocol       = "EMAIL"
  endpoint       = var.alarm_email
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}

resource "oci_monitoring_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if local.has_alarms }

  compartment_id        = var.compartment_id
  metric_compartment_id = var.compartment_id
  display_name          = "${var.name}-${each.key}"
  namespace             = each.value.namespace
  query                 = each.value.query
  pending_duration      = each.value.pending
  severity              = each.value.severity
  body                  = "${each.value.body} Runbook: docs/operating.md, Alarms, ${each.key}."
  destinations          = [local.alarm_topic_id]
  is_enabled            = true
  freeform_tags         = var.freeform_tags
  defined_tags          = var.defined_tags
}

resource "oci_sch_service_connector" "lines" {
  for_each = local.counted_lines

  compartment_id = var.compartment_id
  display_name   = "${var.name}-${each.key}"
  description    = "Counts lines of the log of ${var.name}: ${each.key}."
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags

  source {
    kind = "logging"

    log_sources {
      compartment_id = var.compartment_id
      log_group_id   = oci_logging_log_group.this.id
      log_id         = oci_logging_log.this.id
    }
  }

  tasks {
    kind      = "logRule"
    condition = "data.message='*${each.value}*'"
  }

  target {
    kind             = "monitoring"
    compartment_id   = var.compartment_id
    metric           = each.key
    metric_namespace = "dispatcher"

    # Several functions in one compartment count apart.
    dimensions {
      name = "function"

      dimension_value {
        kind  = "static"
        value = var.name
      }
    }
  }

  depends_on = [oci_identity_policy.this]
}
