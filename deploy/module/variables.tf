variable "tenancy_id" {
  description = "OCID of the tenancy; the dynamic group and the policy are made there."
  type        = string

  validation {
    condition     = startswith(var.tenancy_id, "ocid1.tenancy.")
    error_message = "tenancy_id must be a tenancy's OCID, ocid1.tenancy.…"
  }
}

variable "compartment_id" {
  description = "OCID of the compartment for everything but identity: the function, its rule, buckets, logs and alarms. The rule sees events of this compartment and those below it, so the landing buckets must be there."
  type        = string

  validation {
    condition     = can(regex("^ocid1\\.(compartment|tenancy)\\.", var.compartment_id))
    error_message = "compartment_id must be a compartment's OCID, ocid1.compartment.…, or the tenancy's."
  }
}

variable "region" {
  description = "Region of the function, such as eu-frankfurt-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)+$", var.region))
    error_message = "region must be a region's identifier, such as eu-frankfurt-1."
  }
}

variable "name" {
  description = "Name of the function, and the beginning of every other name."
  type        = string
  default     = "dispatcher"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "name must begin with a letter and have at most 40 small letters, digits and dashes."
  }
}

variable "subnet_ids" {
  description = "OCIDs of the subnets the function runs in, one to three. They need a route to Data Integration and Object Storage, such as a service gateway."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 1 && length(var.subnet_ids) <= 3 && alltrue([for id in var.subnet_ids : startswith(id, "ocid1.subnet.")])
    error_message = "subnet_ids must be one to three subnets' OCIDs, ocid1.subnet.…"
  }
}

variable "shape" {
  description = "Processor of the application; the image must have been built for it."
  type        = string
  default     = "GENERIC_X86"

  validation {
    condition     = contains(["GENERIC_X86", "GENERIC_ARM", "GENERIC_X86_ARM"], var.shape)
    error_message = "shape must be GENERIC_X86, GENERIC_ARM or GENERIC_X86_ARM."
  }
}

variable "image" {
  description = "The function's image with its tag, in the container registry of the function's region: REGION_KEY.ocir.io/NAMESPACE/REPOSITORY:TAG."
  type        = string

  validation {
    condition     = can(regex("^[^/:]+(/[^/:]+)+:[^/:]+$", var.image))
    error_message = "image must name registry, repository and tag: REGION_KEY.ocir.io/NAMESPACE/REPOSITORY:TAG."
  }
}

variable "image_digest" {
  description = "Digest of the image, sha256:…, which the function is bound to: a tag that is pushed again changes nothing then. Set it and image together; null for what the tag has at the first apply."
  type        = string
  default     = null

  validation {
    condition     = var.image_digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.image_digest))
    error_message = "image_digest must be sha256: and 64 hexadecimal digits, as docker push prints it, or null."
  }
}

variable "image_key_ids" {
  description = "OCIDs of the Vault keys one of which must have signed the image; empty for no check. They are in compartment_id or below it; elsewhere, allow the service faas there what identity.tf allows it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.image_key_ids : startswith(id, "ocid1.key.")])
    error_message = "image_key_ids must be keys' OCIDs, ocid1.key.…"
  }
}

variable "network_security_group_ids" {
  description = "OCIDs of the security groups that the function is in; they must let it reach Oracle's services on port 443."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.network_security_group_ids : startswith(id, "ocid1.networksecuritygroup.")])
    error_message = "network_security_group_ids must be security groups' OCIDs, ocid1.networksecuritygroup.…"
  }
}

variable "trace_domain_id" {
  description = "OCID of the APM domain that the platform sends traces to, which the function continues; null for none. It is in compartment_id or below it; elsewhere, allow `service faas to use apm-domains` there."
  type        = string
  default     = null

  validation {
    condition     = var.trace_domain_id == null || can(regex("^ocid1\\.apmdomain\\.", var.trace_domain_id))
    error_message = "trace_domain_id must be an APM domain's OCID, ocid1.apmdomain.…, or null."
  }
}

variable "otlp_headers_secret_id" {
  description = "OCID of a Vault secret with the value of OTEL_EXPORTER_OTLP_HEADERS; null for none. It is read when Terraform runs, and stands in the state and in the function's configuration."
  type        = string
  default     = null

  validation {
    condition     = var.otlp_headers_secret_id == null || can(regex("^ocid1\\.vaultsecret\\.", var.otlp_headers_secret_id))
    error_message = "otlp_headers_secret_id must be a secret's OCID, ocid1.vaultsecret.…, or null."
  }
}

variable "memory_in_mbs" {
  description = "Memory of one instance in MB. Both images fit the smallest."
  type        = number
  default     = 128

  validation {
    condition     = contains([128, 256, 512, 1024, 2048, 3072], var.memory_in_mbs)
    error_message = "memory_in_mbs must be one of 128, 256, 512, 1024, 2048 and 3072."
  }
}

variable "timeout_in_seconds" {
  description = "How long one invocation may take, in seconds. The function answers before that, whatever the services do."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_in_seconds >= 5 && var.timeout_in_seconds <= 300 && floor(var.timeout_in_seconds) == var.timeout_in_seconds
    error_message = "timeout_in_seconds must be a whole number from 5 to 300."
  }
}

variable "provisioned_concurrency" {
  description = "Units of provisioned concurrency, which take cold starts away; 0 for none. Multiples of 40 with 128 MB, of 20 with 256 MB, of 10 above."
  type        = number
  default     = 0

  validation {
    condition     = var.provisioned_concurrency >= 0 && var.provisioned_concurrency % 10 == 0
    error_message = "provisioned_concurrency must be 0 or a multiple of 10."
  }
}

variable "stream_partitions" {
  description = "Partitions of a stream to make between the rule and the function, with a connector that hands its events over in batches (docs/scaling.md); 0 lets the rule invoke the function."
  type        = number
  default     = 0

  validation {
    condition     = var.stream_partitions >= 0 && var.stream_partitions <= 50 && floor(var.stream_partitions) == var.stream_partitions
    error_message = "stream_partitions must be a whole number from 0 to 50."
  }
}

variable "workspace_id" {
  description = "OCID of the Data Integration workspace whose tasks the routes run; routes and file defaults may name others."
  type        = string

  validation {
    condition     = startswith(var.workspace_id, "ocid1.disworkspace.")
    error_message = "workspace_id must be a workspace's OCID, ocid1.disworkspace.…"
  }
}

variable "workspace_compartment_id" {
  description = "OCID of the compartment the workspace is in; null for compartment_id."
  type        = string
  default     = null

  validation {
    condition     = var.workspace_compartment_id == null || can(regex("^ocid1\\.(compartment|tenancy)\\.", var.workspace_compartment_id))
    error_message = "workspace_compartment_id must be a compartment's OCID, ocid1.compartment.…, or null."
  }
}

variable "application_key" {
  description = "Key of the Data Integration application that the tasks are published to."
  type        = string

  validation {
    # It is written into the JSON of policy.json and there into a quoted text.
    condition     = can(regex("^[^'\"\\\\[:cntrl:]]+$", var.application_key))
    error_message = "application_key must not be empty and cannot contain a quote, a double quote, a backslash or a control character."
  }
}

variable "config" {
  description = "More of the function's configuration: what templates see as config.KEY, and any DISPATCHER_ key of docs/configuration.md that no variable here sets."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.config) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", key))])
    error_message = "Keys of config must have letters, digits and underscores only, and not begin with a digit."
  }
}

variable "allow_events_service" {
  description = "Whether to allow the Events service to use every function of the compartment. Off: a rule needs no such statement in most tenancies; turn it on where events do not reach the function."
  type        = bool
  default     = false
}

variable "landing_buckets" {
  description = "Names of landing buckets to make, with object events on. For a bucket that is there, turn its events on, or import it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.landing_buckets : can(regex("^[A-Za-z0-9._-]{1,256}$", name))])
    error_message = "landing_buckets must have letters, digits, dots, dashes and underscores only."
  }
}

variable "routes_bucket" {
  description = "Name of a bucket to make for the routes; null when they are in the image."
  type        = string
  default     = null

  validation {
    condition     = var.routes_bucket == null || can(regex("^[A-Za-z0-9._-]{1,256}$", var.routes_bucket))
    error_message = "routes_bucket must have letters, digits, dots, dashes and underscores only, or be null."
  }
}

variable "routes_prefix" {
  description = "Where in the routes bucket the route files are."
  type        = string
  default     = "routes/"

  validation {
    condition     = var.routes_prefix == "" || can(regex("^[A-Za-z0-9._/-]*[A-Za-z0-9._-]/$", var.routes_prefix))
    error_message = "routes_prefix must be empty or a folder that ends with a slash, such as routes/."
  }
}

variable "dead_letter_bucket" {
  description = "Name of a bucket to make for events that failed; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.dead_letter_bucket == null || can(regex("^[A-Za-z0-9._-]{1,256}$", var.dead_letter_bucket))
    error_message = "dead_letter_bucket must have letters, digits, dots, dashes and underscores only, or be null."
  }
}

variable "dead_letter_prefix" {
  description = "Where in the dead-letter bucket the events are written."
  type        = string
  default     = "failed/"

  validation {
    condition     = var.dead_letter_prefix == "" || can(regex("^[A-Za-z0-9._/-]*[A-Za-z0-9._-]/$", var.dead_letter_prefix))
    error_message = "dead_letter_prefix must be empty or a folder that ends with a slash, such as failed/."
  }
}

variable "redriven_days" {
  description = "How many days a dead letter is kept after it was redriven; 0 for ever. Letters that wait are kept for ever."
  type        = number
  default     = 90

  validation {
    condition     = var.redriven_days >= 0 && floor(var.redriven_days) == var.redriven_days
    error_message = "redriven_days must be a whole number, 0 or more."
  }
}

variable "log_retention_in_days" {
  description = "How long the function's log is kept, in days."
  type        = number
  default     = 30

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180], var.log_retention_in_days)
    error_message = "log_retention_in_days must be 30, 60, 90, 120, 150 or 180."
  }
}

variable "alarm_topic_id" {
  description = "OCID of an existing notification topic that failures are sent to; null for none. An alarm takes one topic."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_id == null || can(regex("^ocid1\\.onstopic\\.", var.alarm_topic_id))
    error_message = "alarm_topic_id must be a topic's OCID, ocid1.onstopic.…"
  }
}

variable "alarm_email" {
  description = "Address that failures are sent to, through alarm_topic_id, or a topic made for it; null for none. Its owner has to confirm the subscription."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@ ]+@[^@ ]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address."
  }
}

variable "silence_in_hours" {
  description = "An alarm rings when the function was not called for so many hours; 0 for never."
  type        = number
  default     = 0

  validation {
    condition     = var.silence_in_hours >= 0 && var.silence_in_hours <= 24 && floor(var.silence_in_hours) == var.silence_in_hours
    error_message = "silence_in_hours must be a whole number from 0 to 24."
  }
}

variable "defined_tags" {
  description = "Tags with a namespace, NAMESPACE.KEY, of everything that is made."
  type        = map(string)
  default     = {}
}

variable "freeform_tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}

variable "sweep_every_minutes" {
  description = "How often the function looks for what events lost, in minutes; 0 for never."
  type        = number
  default     = 0

  validation {
    condition     = contains([0, 10, 15, 20, 30, 60], var.sweep_every_minutes)
    error_message = "sweep_every_minutes must be 0, 10, 15, 20, 30 or 60."
  }
}
