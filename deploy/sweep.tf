# Resource Scheduler → function, where sweep_every_minutes asks for it. docs/sweep.md says what a sweep does.
locals {
  has_sweep = var.sweep_every_minutes > 0

  # A schedule fires once an hour at the most, so each slot of an hour has one of its own: a little after the slot's
  # beginning, because a sweep reports what ended in the slot before.
  sweep_minutes = local.has_sweep ? toset([for minute in range(2, 60, var.sweep_every_minutes) : tostring(minute)]) : toset([])

  sweep_statements = [
    for minute in local.sweep_minutes :
    "allow any-user to use functions-family in compartment id ${var.compartment_id} where all {request.principal.type = 'resourceschedule', request.principal.id = '${oci_resource_scheduler_schedule.sweep[minute].id}'}"
  ]

  # Lines of the function's log that are counted as metrics, by their event, for the alarms below.
  sweep_lines = local.has_sweep && local.has_alarms ? {
    sweep_done       = "sweep"
    run_failed       = "run.failed"
    expected_missing = "expected.missing"
  } : {}

  sweep_alarms = local.has_sweep ? {
    no-sweep = {
      namespace = "dispatcher"
      query     = "sweep_done[1h].absent()"
      severity  = "CRITICAL"
      body      = "No sweep of ${var.name} has come for an hour: look at its schedules and at the function's log."
    }
    run-failed = {
      namespace = "dispatcher"
      query     = "run_failed[5m].sum() > 0"
      severity  = "CRITICAL"
      body      = "Task runs ended in ERROR or TERMINATED. The lines run.failed of the log of ${var.name} have route, owner, object and the service's message."
    }
    expected-missing = {
      namespace = "dispatcher"
      query     = "expected_missing[1h].sum() > 0"
      severity  = "CRITICAL"
      body      = "An object that is due has not come. The lines expected.missing of the log of ${var.name} have route, owner and key."
    }
  } : {}

  metrics_statements = length(local.sweep_lines) == 0 ? [] : [
    "allow any-user to use metrics in compartment id ${var.compartment_id} ${local.connector}",
    "allow any-user to read log-content in compartment id ${var.compartment_id} ${local.connector}",
  ]
}

resource "oci_sch_service_connector" "sweep" {
  for_each = local.sweep_lines

  compartment_id = var.compartment_id
  display_name   = "${var.name}-${each.key}"
  description    = "Counts lines of the log of ${var.name}: ${each.value}."
  freeform_tags  = var.freeform_tags

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
    condition = "logContent='*\"event\":\"${each.value}\"*'"
  }

  target {
    kind             = "monitoring"
    compartment_id   = var.compartment_id
    metric           = each.key
    metric_namespace = "dispatcher"
  }

  depends_on = [oci_identity_policy.this]
}

resource "oci_resource_scheduler_schedule" "sweep" {
  for_each = local.sweep_minutes

  compartment_id     = var.compartment_id
  display_name       = "${var.name}-sweep-${each.value}"
  description        = "Wakes the function ${var.name}, which looks for objects whose event was lost."
  action             = "START_RESOURCE"
  recurrence_type    = "CRON"
  recurrence_details = "${each.value} * * * *"
  state              = "ACTIVE"
  freeform_tags      = var.freeform_tags

  resources {
    id = oci_functions_function.this.id

    parameters {
      parameter_type = "BODY"
      value          = [jsonencode({ dispatcher = "sweep", every = "${var.sweep_every_minutes}m" })]
    }
  }
}
