# Golden numbers for quantiles, variances and Cronbach's alpha, made with R's survey.
#
#   Rscript quantiles.R        (in this folder; reads quantiles.csv, writes quantiles.json)
#
# quantiles.csv is invented: 186 people of 26 associations (`psu`) in four strata, with weights, the number of
# associations in the stratum (`fpc`), twelve sets of bootstrap weights, and blanks among the answers. `hours` has
# decimals, `members` many ties; q1 to q5 are items of a scale, of which q5 runs the other way. `yes`, `rare` and
# `common` are for intervals.R.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

d <- read.csv("quantiles.csv", colClasses = c(region = "character"))
items <- paste0("q", 1:5)
designs <- list(
  rows = svydesign(ids = ~1, weights = ~weight, data = d),
  clusters = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d),
  finite = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, fpc = ~fpc, data = d),
  replicates = svrepdesign(weights = ~weight, repweights = "rep[0-9]+", type = "bootstrap", data = d)
)
answered <- function(design, variables, r) {
  rows <- complete.cases(d[, variables]) & (r == "*" | d$region == r)
  subset(design, rows)
}

# With replicates, this version of svyquantile takes every interval type but "quantile" for "mean".
quantiles <- list()
for (name in names(designs)) for (variable in c("hours", "members")) for (r in c("*", "01", "13")) {
  design <- answered(designs[[name]], variable, r)
  formula <- as.formula(paste0("~", variable))
  types <- c("mean", if (name == "replicates") "quantile" else c("xlogit", "beta", "asin", "score"))
  for (rule in c("math", "hf4", "hf7")) for (type in types) for (level in if (rule == "math") c(0.95, 0.8) else 0.9) {
    # Repeated warnings of zeroin about infinite values are no concern here.
    found <- suppressWarnings(suppressMessages(try(svyquantile(
      formula, design, c(0.1, 0.25, 0.5, 0.75, 0.9), alpha = 1 - level, interval.type = type, qrule = rule
    ), silent = TRUE)))
    if (inherits(found, "try-error")) next
    rows <- found[[1]]
    quantiles[[length(quantiles) + 1]] <- list(
      design = name, variable = variable, region = r, rule = rule, type = type, level = level, df = degf(design),
      estimate = rows[, 1], low = rows[, 2], high = rows[, 3], se = rows[, 4]
    )
  }
}

# The rules alone, of numbers with ties and with equal or unequal weights.
set.seed(20201122)
rules <- list()
for (ties in c(FALSE, TRUE)) for (equal in c(FALSE, TRUE)) {
  x <- round(rnorm(40, 20, 5), if (ties) 0 else 3)
  w <- if (equal) rep(1.5, 40) else round(rgamma(40, 2), 3) + 0.1
  shares <- c(0.01, 0.1, 0.2, 0.25, 0.5, 0.625, 0.8, 0.9, 0.95)
  for (rule in c("math", "school", paste0("hf", 1:9))) {
    rules[[length(rules) + 1]] <- list(
      rule = rule, x = x, w = w, shares = shares,
      found = sapply(shares, function(p) get(paste0("qrule_", rule), asNamespace("survey"))(x, w, p))
    )
  }
}

variances <- list()
for (name in names(designs)) for (variable in c("hours", "members")) for (r in c("*", "01", "13")) {
  design <- answered(designs[[name]], variable, r)
  found <- svyvar(as.formula(paste0("~", variable)), design)
  value <- as.numeric(coef(found))
  error <- as.numeric(sqrt(attr(found, "var")))
  variances[[length(variances) + 1]] <- list(
    design = name, variable = variable, region = r, estimate = value, se = error, df = degf(design)
  )
}

# Functions of a covariance matrix, with their derivatives by it.
alpha_of <- function(v) {
  k <- nrow(v)
  list(
    value = k / (k - 1) * (1 - sum(diag(v)) / sum(v)),
    by = k / (k - 1) * (sum(diag(v)) / sum(v)^2 - diag(k) / sum(v))
  )
}
dropped_of <- function(v, i) {
  found <- alpha_of(v[-i, -i])
  by <- v * 0
  by[-i, -i] <- found$by
  list(value = found$value, by = by)
}
rest_of <- function(v, i) {
  one <- v * 0
  one[i, i] <- 1
  rest <- v * 0
  rest[-i, -i] <- 1
  both <- v * 0
  both[i, -i] <- 1
  value <- sum(both * v) / sqrt(v[i, i] * sum(rest * v))
  list(value = value, by = value * (both / sum(both * v) - one / v[i, i] / 2 - rest / sum(rest * v) / 2))
}
functions <- c(
  list(alpha = alpha_of),
  setNames(lapply(1:5, function(i) function(v) dropped_of(v, i)), paste0("dropped_", items)),
  setNames(lapply(1:5, function(i) function(v) rest_of(v, i)), paste0("rest_", items))
)

alphas <- list()
for (name in names(designs)) for (r in c("*", "01")) {
  design <- answered(designs[[name]], items, r)
  found <- svyvar(as.formula(paste("~", paste(items, collapse = "+"))), design)
  v <- matrix(as.numeric(found), 5)
  stopifnot(all.equal(alpha_of(v)$value, as.numeric(svycralpha(as.formula(paste("~", paste(items, collapse = "+"))), design))))
  value <- sapply(functions, function(f) f(v)$value)
  if (name == "replicates") {
    # From the alphas of the replicates themselves.
    again <- withReplicates(design, function(w, data) {
      x <- as.matrix(data[, items])
      z <- sweep(x, 2, colSums(w * x) / sum(w))
      replicate <- crossprod(z * w, z) / sum(w)
      sapply(functions, function(f) f(replicate)$value)
    })
    error <- as.numeric(SE(again))
  } else {
    error <- sapply(functions, function(f) { g <- as.vector(f(v)$by); sqrt(c(g %*% attr(found, "var") %*% g)) })
  }
  alphas[[length(alphas) + 1]] <- list(
    design = name, region = r, n = nrow(design), df = degf(design), names = names(functions),
    estimate = unname(value), se = unname(error)
  )
}

made <- list(
  call = "Rscript quantiles.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  quantiles = quantiles, rules = rules, variances = variances, alphas = alphas
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "quantiles.json")
