# The estimates of estimators.py with R's survey: it is started by that script.
# Run: Rscript docs/benchmarks/estimators.R FOLDER ROWS REPLICATES
suppressMessages(library(survey))
given <- commandArgs(TRUE)
n <- as.integer(given[2])
replicates <- as.integer(given[3])
columns <- function(name, count) matrix(readBin(file.path(given[1], name), "double", n * count), nrow = n)
names <- c("maakunta", "malli", "laji", "koko", "osite", "paino", "luku")
data <- setNames(as.data.frame(columns("columns", length(names))), names)
items <- as.data.frame(columns("items", 8))
data <- cbind(data, items)
for (name in c("maakunta", "malli", "laji", "koko")) data[[name]] <- factor(data[[name]])
stratified <- svydesign(ids = ~1, strata = ~osite, weights = ~paino, data = data)
margins <- lapply(c("maakunta", "laji", "koko"), function(name) {
  known <- levels(data[[name]])
  setNames(data.frame(known, sum(data$paino) / length(known)), c(name, "Freq"))
})
raked <- rake(stratified, list(~maakunta, ~laji, ~koko), margins, control = list(maxit = 200, epsilon = 1e-14))
replicated <- svrepdesign(data = data, weights = ~paino, repweights = columns("replicates", replicates),
                          type = "bootstrap", combined.weights = TRUE)
by_region <- function(design, ...) svyby(~malli, ~maakunta, design, svymean, ...)
jobs <- list(
  crosstab = function() as.vector(t(SE(by_region(stratified)))),
  covariance = function() sort(as.vector(vcov(by_region(stratified, covmat = TRUE)))),
  replicates = function() as.vector(t(SE(by_region(replicated)))),
  mean_raked = function() as.vector(SE(svyby(~luku, ~maakunta, raked, svymean))),
  median = function() as.vector(SE(svyquantile(~luku, stratified, 0.5, qrule = "math"))),
  score = function() as.vector(confint(svyquantile(~luku, stratified, 0.5, qrule = "math", interval.type = "score"))),
  alpha = function() as.vector(svycralpha(reformulate(colnames(items)), stratified)),
  crosstab_raked = function() as.vector(t(SE(by_region(raked))))
)
for (name in names(jobs)) {
  taken <- system.time(found <- jobs[[name]]())["elapsed"]
  cat(name, taken, format(found, digits = 17, scientific = TRUE), "\n")
}
